"""Goes from an upload to an answer with the client that was generated from the description.

usage: python client.py URL TOKEN CSV
"""

import io
import sys
import time

from console_client import AuthenticatedClient
from console_client.api.datasets import get_datasets, post_datasets
from console_client.api.models import post_models_model_answer, post_models_model_versions_version_promotion
from console_client.api.runs import get_runs_run, post_runs
from console_client.api.searches import get_searches_search, post_searches
from console_client.models import Promotion, Question, SearchOrder, TrainingOrder
from console_client.types import File

url, token, csv = sys.argv[1:]
client = AuthenticatedClient(base_url=url, token=token, timeout=60)


def wait(look, over):
    for _ in range(600):
        now = look()
        if over(now):
            return now
        time.sleep(0.1)
    raise SystemExit(f"it does not end: {now}")


with open(csv, "rb") as content:
    dataset = post_datasets.sync(
        client=client, body=File(payload=io.BytesIO(content.read())), name="support", file_name="support.csv")
assert dataset.current.examples > 100, dataset
assert dataset.id in [each.id for each in get_datasets.sync(client=client).datasets]
order = TrainingOrder(dataset=dataset.id, model="support", base_model="local-linear", epochs=5, key="once")
run = post_runs.sync(client=client, body=order)
assert post_runs.sync(client=client, body=order).id == run.id
run = wait(lambda: get_runs_run.sync(run.id, client=client), lambda now: now.status != "ACTIVE")
assert run.status == "SUCCEEDED", run
decision = post_models_model_versions_version_promotion.sync(
    "support", run.version, client=client, body=Promotion(override=True, why="the client's first"))
assert decision.promoted, decision
answer = post_models_model_answer.sync("support", client=client, body=Question(question="Where is my parcel?"))
assert len(answer.text) > 10 and answer.version == f"support@{run.version}", answer
search = post_searches.sync(client=client, body=SearchOrder(
    name="two", dataset=dataset.id, model="searched", base_model="local-linear", epochs="1, 2", trials=2))
search = wait(lambda: get_searches_search.sync(search.name, client=client), lambda now: now.status == "DONE")
assert len(search.trials) == 2, search
refused = post_runs.sync(client=client, body=TrainingOrder(dataset="unknown", model="m", base_model="local"))
assert refused.status == 404 and refused.code == "not_found", refused
print("client: from an upload to an answer and a search")
