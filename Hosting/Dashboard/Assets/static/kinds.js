// Resources that are no processes.

/** A value the application was given; shown apart, it neither starts nor fails. */
export const isParameter = resource => resource.type === 'Parameter';

/** Whether it can have output of its own. */
export const writes = resource => !isParameter(resource) && resource.type !== 'Database';
