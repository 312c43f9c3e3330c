"""A proxy on loopback that holds every request and answer against a published OpenAPI description.

usage: proxy.py SPEC.json PREFIX UPSTREAM REPORT
PREFIX is what a path has before the paths of the description ("/v1" or ""). Prints "PROXY=http://…" and serves
until its standard input ends; then writes REPORT: a line for each kind of violation with its count, and a last
line "checked REQUESTS requests, ANSWERS answers, VIOLATIONS violations".
"""
import collections
import http.client
import http.server
import json
import re
import sys
import threading
import urllib.parse

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

spec_file, prefix, upstream, report_file = sys.argv[1:]
spec = json.load(open(spec_file))
target = urllib.parse.urlsplit(upstream)
VERBS = ("get", "post", "delete", "patch", "put")
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "accept-encoding"}


def mend(node):
    """The description says exclusiveMinimum: true in places, as JSON Schema did before 2019."""
    if isinstance(node, dict):
        for bound in ("Minimum", "Maximum"):
            if isinstance(node.get("exclusive" + bound), bool):
                on = node.pop("exclusive" + bound)
                if on and bound.lower() in node:
                    node["exclusive" + bound] = node.pop(bound.lower())
        for value in node.values():
            mend(value)
    elif isinstance(node, list):
        for value in node:
            mend(value)


def mend_required(schemas):
    """Mistral's description demands a "data" of every chat answer, which neither its schema nor its examples have."""
    for part in schemas.get("ChatCompletionResponse", {}).get("allOf", []):
        if "data" in part.get("required", []) and "data" not in part.get("properties", {}):
            part["required"].remove("data")


mend(spec)
mend_required(spec["components"]["schemas"])
registry = Registry().with_resource("urn:spec", Resource(contents=spec, specification=DRAFT202012))
validators = {}
found = collections.Counter()
seen = {"requests": 0, "answers": 0}
mutex = threading.Lock()


def violation(kind):
    with mutex:
        found[kind] += 1


def pointer(*parts):
    return "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def operation(verb, path):
    path = path[len(prefix):] if path.startswith(prefix) else path
    exact_first = sorted(spec["paths"], key=lambda each: each.count("{"))
    for template in exact_first:
        pattern = "^" + re.sub(r"\{[^}]+\}", "[^/]+", template) + "$"
        if verb in spec["paths"][template] and re.match(pattern, path):
            return template
    return None


def faults(place, value):
    if place not in validators:
        validators[place] = Draft202012Validator({"$ref": "urn:spec#/" + place}, registry=registry)
    deepest = sorted(validators[place].iter_errors(value), key=lambda error: list(map(str, error.path)))
    # no content of a message, only where it is and which rule it breaks
    return ["/" + "/".join(map(str, error.absolute_path)) + " breaks " + error.validator for error in deepest[:5]]


def json_of(headers, body):
    if "json" not in (headers.get("Content-Type") or ""):
        return None
    try:
        return json.loads(body)
    except ValueError:
        return None


def check_query(name, verb, template, query):
    item = spec["paths"][template]
    known = set()
    for parameter in item.get("parameters", []) + item[verb].get("parameters", []):
        while "$ref" in parameter:
            parameter = registry.resolver("urn:spec").lookup("urn:spec" + parameter["$ref"]).contents
        if parameter["in"] == "query":
            known.add(parameter["name"])
    for given in urllib.parse.parse_qs(query, keep_blank_values=True):
        plain = re.sub(r"\[.*", "", given)
        if plain not in {re.sub(r"\[.*", "", each) for each in known}:
            violation(f"request {name}: query parameter {plain} is not described")


def check_request(verb, url, headers, body):
    seen["requests"] += 1
    template = operation(verb, url.path)
    name = verb.upper() + " " + (template or url.path)
    if template is None:
        violation(f"request {name}: not described")
        return None, name
    check_query(name, verb, template, url.query)
    described = spec["paths"][template][verb].get("requestBody", {}).get("content", {})
    value = json_of(headers, body)
    if value is not None and "application/json" in described:
        place = pointer("paths", template, verb, "requestBody", "content", "application/json", "schema")
        for fault in faults(place, value):
            violation(f"request {name}: {fault}")
    kind = (headers.get("Content-Type") or "").split(";")[0]
    if body and described and kind and kind not in described:
        violation(f"request {name}: content type {kind} is not described")
    return template, name


def check_answer(template, verb, name, status, headers, body):
    seen["answers"] += 1
    if template is None or status >= 300:
        return
    responses = spec["paths"][template][verb]["responses"]
    described = responses.get(str(status)) or responses.get(f"{status // 100}XX") or responses.get("default")
    if described is None:
        violation(f"answer {name}: status {status} is not described")
        return
    code = next(each for each in (str(status), f"{status // 100}XX", "default") if each in responses)
    value = json_of(headers, body)
    if value is not None and "application/json" in described.get("content", {}):
        place = pointer("paths", template, verb, "responses", code, "content", "application/json", "schema")
        for fault in faults(place, value):
            violation(f"answer {name} {status}: {fault}")


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def body(self):
        if "chunked" in (self.headers.get("Transfer-Encoding") or ""):
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def relay(self):
        verb = self.command.lower()
        body = self.body()
        url = urllib.parse.urlsplit(self.path)
        template, name = check_request(verb, url, self.headers, body)
        connection = http.client.HTTPConnection(target.hostname, target.port, timeout=60)
        headers = {key: value for key, value in self.headers.items() if key.lower() not in HOP}
        connection.request(self.command, self.path, body=body or None, headers=headers)
        answer = connection.getresponse()
        content = answer.read()
        check_answer(template, verb, name, answer.status, answer.headers, content)
        self.send_response(answer.status)
        for key, value in answer.getheaders():
            if key.lower() not in HOP:
                self.send_header(key, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        connection.close()

    do_GET = do_POST = do_DELETE = do_PATCH = do_PUT = relay


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(f"PROXY=http://127.0.0.1:{server.server_port}", flush=True)
sys.stdin.read()
server.shutdown()
with open(report_file, "w") as report:
    for kind, times in sorted(found.items()):
        report.write(f"{times} x {kind}\n")
    report.write(f"checked {seen['requests']} requests, {seen['answers']} answers, {sum(found.values())} violations\n")
