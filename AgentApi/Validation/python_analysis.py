"""Reads a Python text on standard input's place (argument 1) by its syntax tree and prints what it would touch as JSON. Runs none of it."""
import ast
import json
import sys

HTTP = {"urllib", "http", "requests", "httpx", "aiohttp", "xmlrpc"}
NETWORK = {"socket", "ssl", "ftplib", "smtplib", "telnetlib", "imaplib", "poplib", "socketserver"}
CONNECT = {"open_connection", "start_server", "create_connection", "create_server"}
PROCESS = {"subprocess", "multiprocessing", "pty"}
NATIVE = {"ctypes", "cffi", "mmap"}
DYNAMIC = {"eval", "exec", "compile", "__import__"}
REMOVE = {"remove", "unlink", "rmdir", "rmtree", "removedirs", "truncate"}
RUN = {"system", "popen", "fork", "execv", "execve", "execvp", "spawnv", "spawnl", "kill", "Popen", "check_output", "check_call"}
found = {"files": [], "network": [], "processes": [], "reasons": []}


def reason(risk, node, text):
    found["reasons"].append([risk, node.lineno, text])


def name_of(node):
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return (name_of(node.value) or "?") + "." + node.attr
    return None


def texts(call):
    return [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]


def imported(node, module):
    top = module.split(".")[0]
    if top in HTTP:
        found["network"].append(top)
        reason(1, node, "imports " + top + ": to use the network the call needs network: true")
    elif top in NETWORK:
        found["network"].append(top)
        reason(1, node, "imports " + top + ": no call may use the network otherwise than by HTTP")
    elif top in PROCESS:
        reason(1, node, "imports " + top + ", which starts processes")
    elif top in NATIVE:
        reason(2, node, "imports " + top + ", which reaches native code")


def called(node):
    name = name_of(node.func) or "?"
    last = name.split(".")[-1]
    if name in DYNAMIC or name == "importlib.import_module":
        reason(2, node, name + " runs code that is not read here")
    elif last == "open":
        found["files"].extend(texts(node)[:1])
        mode = texts(node)[1:2] + [k.value.value for k in node.keywords if k.arg == "mode" and isinstance(k.value, ast.Constant)]
        if mode and any(c in str(mode[0]) for c in "wax+"):
            reason(1, node, "writes a file")
    elif last in REMOVE:
        found["files"].extend(texts(node))
        reason(2, node, name + " removes data")
    elif last in RUN or name.startswith("subprocess."):
        first = node.args[0] if node.args else None
        if isinstance(first, (ast.List, ast.Tuple)) and first.elts and isinstance(first.elts[0], ast.Constant):
            found["processes"].append(str(first.elts[0].value))
        else:
            found["processes"].extend(t.split(" ")[0] for t in texts(node)[:1])
        reason(2, node, name + " starts or controls processes")
    elif last in CONNECT:
        found["network"].append(name)
        reason(1, node, name + ": no call may use the network otherwise than by HTTP")
    elif last in ("write_text", "write_bytes"):
        reason(1, node, "writes a file")
    for text in texts(node):
        if "://" in text:
            found["network"].append(text)
            reason(0, node, "names an address, which only a call with network: true reaches")


try:
    for node in ast.walk(ast.parse(sys.argv[1])):
        if isinstance(node, ast.Import):
            for alias in node.names:
                imported(node, alias.name)
        elif isinstance(node, ast.ImportFrom):
            imported(node, node.module or "")
        elif isinstance(node, ast.Call):
            called(node)
        elif isinstance(node, ast.Attribute) and node.attr.startswith("__") and node.attr not in ("__init__", "__name__", "__doc__", "__class__", "__dict__"):
            reason(1, node, "reaches into " + node.attr)
except (SyntaxError, ValueError, RecursionError, MemoryError) as wrong:
    found["error"] = str(wrong)
print(json.dumps(found))
