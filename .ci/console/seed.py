"""Fills a console with something of everything, and writes its description with the ids that exist now beside those that
are made up, so that requests reach what lies behind an id. The console's own description stays as it is.

usage: python seed.py URL TOKEN CSV DESCRIPTION
"""

import json
import sys
import time
import urllib.parse
import urllib.request

url, token, csv, target = sys.argv[1:]


def call(method, path, body=None):
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data=data, method=method, headers={"Authorization": "Bearer " + token})
    with urllib.request.urlopen(request, timeout=60) as answer:
        text = answer.read()
    return json.loads(text) if text.startswith(b"{") else None


def post(path, body=None):
    return call("POST", path, body)


def train(model, base):
    run = post("/api/runs", {"dataset": datasets[0], "model": model, "baseModel": base, "epochs": 2})["id"]
    for _ in range(600):
        now = call("GET", "/api/runs/" + run)
        if now["status"] != "ACTIVE":
            assert now["status"] == "SUCCEEDED", now
            return now
        time.sleep(0.1)
    raise SystemExit("a run does not end")


with open(csv, "rb") as content:
    sample = content.read()
datasets = [post(f"/api/datasets?name=seed{i}&fileName=s.csv", sample)["id"] for i in range(30)]
runs = []
for base in ["local-linear", "local-nearest", "local-linear", "local-nearest"]:
    run = train("seeded", base)
    runs.append(run["id"])
    post(f"/api/models/seeded/versions/{run['version']}/promotion", {"override": True, "why": "to have a history"})
versions = [version["version"] for version in call("GET", "/api/models/seeded")["versions"]]
pairs = call("GET", f"/api/evaluations/{runs[1]}/pairs")["remaining"]
post("/api/experiments", {"name": "seeded-ab", "model": "seeded", "control": versions[0], "treatment": versions[1]})
post("/api/retrainings", {"model": "fed", "baseModel": "local-linear", "afterExamples": 100000})
post("/api/searches", {"name": "seeded-search", "dataset": datasets[0], "model": "found", "baseModel": "local-linear",
                       "epochs": "1, 2", "strategy": "grid", "trials": 2})
post("/api/drift", {"version": "seeded@" + versions[0]})
items = [post("/api/review", {"user": f"review {i}?", "assistant": "yes"})["id"] for i in range(30)]

# what is deleted, archived or cancelled must not be what the others look for
kept, doomed = datasets[:6], datasets[6:]
ids = {"dataset": kept, "row": ["1", "2", "3"], "remedy": ["drop-duplicates", "trim-whitespace", "redact-personal-data"],
       "run": runs, "model": ["seeded"], "version": versions, "search": ["seeded-search"],
       "experiment": ["seeded-ab"], "item": items}
description = call("GET", "/api/openapi.json")


def or_made_up(values):
    # a plain string beside them would swallow the values when a generator simplifies the schema
    return {"enum": values + ["not there"]}


for path, operations in description["paths"].items():
    for method, operation in operations.items():
        for parameter in operation.get("parameters", []):
            name = parameter["name"]
            if parameter["in"] == "path" and name in ids:
                values = ids[name]
                if name == "dataset" and method == "delete" and path.endswith("{dataset}"):
                    values = doomed
                if name == "model" and path.startswith("/api/retrainings"):
                    values = ["fed"]
                if path.startswith("/api/drift"):
                    values = ["seeded@" + versions[0]]
                parameter["schema"] = or_made_up(values)
            elif name in ("first", "second"):
                parameter["schema"] = or_made_up(versions)
            elif name == "target":
                parameter["schema"] = or_made_up(["openai", "mistral", "trl"])
schemas = description["components"]["schemas"]
bases = ["local-linear", "local-nearest", "local"]
# what is sent, not what is answered
sent = {content["schema"]["$ref"].split("/")[-1]
        for operations in description["paths"].values() for operation in operations.values()
        for content in operation.get("requestBody", {}).get("content", {}).values()}
for schema in [schemas[name] for name in sorted(sent)]:
    for name, field in schema.get("properties", {}).items():
        if schema["properties"][name] != {"type": "string"}:
            continue
        values = {"dataset": kept, "baseModel": bases, "item": [pair["item"] for pair in pairs],
                  "control": versions, "treatment": versions, "target": versions, "alias": ["production"]}.get(name)
        if values:
            schema["properties"][name] = or_made_up(values)
schemas["NewExperiment"]["properties"]["model"] = or_made_up(["seeded"])
schemas["NewDriftWatch"]["properties"]["version"] = or_made_up(["seeded@" + version for version in versions])
schemas["DriftRestart"]["properties"]["what"] = or_made_up(["score", "length of the question"])
for order in ("TrainingOrder", "SearchOrder", "RetrainingOrder"):
    schemas[order]["properties"]["model"] = or_made_up(["fuzzed", "fuzzed2"])
with open(target, "w") as out:
    json.dump(description, out)
print(f"seed: {len(datasets)} datasets, {len(versions)} versions, {len(items)} items to review")
