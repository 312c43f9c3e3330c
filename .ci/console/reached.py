"""Says which operations of a description were carried out at least once, and fails where too few were.

usage: python reached.py HAR DESCRIPTION LEAST
"""

import json
import re
import sys
from urllib.parse import urlparse

har, target, least = sys.argv[1:]
with open(target) as file:
    paths = json.load(file)["paths"]
patterns = [(method.upper(), path, re.compile("^" + re.sub(r"\\{[^/]*?\\}", "[^/]+", re.escape(path)) + "$"))
            for path, operations in paths.items() for method in operations if not path.endswith("stream")]
# the path with the fewest parameters is the one that the server takes
patterns.sort(key=lambda each: each[1].count("{"))
done, statuses = set(), {}
with open(har) as file:
    for entry in json.load(file)["log"]["entries"]:
        method, path = entry["request"]["method"], urlparse(entry["request"]["url"]).path
        status = entry["response"]["status"]
        for known, template, pattern in patterns:
            if known == method and pattern.match(path):
                statuses.setdefault((method, template), set()).add(status)
                if 200 <= status < 300:
                    done.add((method, template))
                break
missed = [f"{method} {path} {sorted(statuses.get((method, path), []))}" for method, path, _ in patterns
          if (method, path) not in done]
print(f"reached: {len(done)} of {len(patterns)} operations were carried out; not: {'; '.join(missed) or 'none'}")
sys.exit(len(done) < int(least))
