"""Counts errors per hour in a log whose lines start with an ISO 8601 time.

Usage: python log_summary.py app.log
"""
import sys
from collections import Counter


def errors_per_hour(lines):
    """Returns a Counter from hour ("2026-03-02T14") to the number of ERROR lines."""
    counts = Counter()
    for line in lines:
        if " ERROR " in line and len(line) >= 13:
            counts[line[:13]] += 1
    return counts


def busiest_hour(counts):
    """The hour with most errors, or None when there was no error at all."""
    return max(counts, key=counts.get, default=None)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8", errors="replace") as log:
        for hour, number in sorted(errors_per_hour(log).items()):
            print(f"{hour}:00  {number}")
