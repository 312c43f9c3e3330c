"""The whole life of a job with mistralai, which validates every answer against its own types.

Version 1 is the last one that creates training jobs; later ones only look after models, files and batches.
"""
import importlib.metadata
import json
import sys
import time

try:
    from mistralai.client import Mistral
    from mistralai.client import errors
except ImportError:
    from mistralai import Mistral
    from mistralai import models as errors

version = importlib.metadata.version("mistralai")
client = Mistral(api_key="sandbox", server_url=sys.argv[1])
MODEL = "open-mistral-7b"
LINE = json.dumps({"messages": [{"role": "user", "content": "two and two?"}, {"role": "assistant", "content": "four"}]})
DATA = ("\n".join([LINE] * 12) + "\n").encode()


def ended(look):
    deadline = time.monotonic() + 60
    while str(look().status) not in ("SUCCESS", "FAILED", "CANCELLED", "FAILED_VALIDATION"):
        assert time.monotonic() < deadline, "it does not end"
        time.sleep(0.1)
    return look()


def refused(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except Exception as failure:
        assert getattr(failure, "status_code", 0) >= 400, failure
        return
    raise AssertionError(f"{call} was not refused")


file = client.files.upload(file={"file_name": "train.jsonl", "content": DATA}, purpose="fine-tune")
assert client.files.retrieve(file_id=file.id).size_bytes == len(DATA)
assert client.files.download(file_id=file.id).read() == DATA
assert file.id in [each.id for each in client.files.list(page=0, page_size=100).data]
asked_model = MODEL
if hasattr(client, "fine_tuning"):
    job = client.fine_tuning.jobs.create(
        model=MODEL,
        training_files=[{"file_id": file.id, "weight": 1}],
        hyperparameters={"training_steps": 10, "learning_rate": 0.0001},
        suffix="support",
        auto_start=False,
    )
    listed = client.fine_tuning.jobs.list(page=0, page_size=10, suffix="support")
    assert job.id in [each.id for each in listed.data]
    deadline = time.monotonic() + 60
    while client.fine_tuning.jobs.get(job_id=job.id).status not in ("VALIDATED", "FAILED_VALIDATION"):
        assert time.monotonic() < deadline, "the job is never validated"
        time.sleep(0.1)
    client.fine_tuning.jobs.start(job_id=job.id)
    done = ended(lambda: client.fine_tuning.jobs.get(job_id=job.id))
    assert done.status == "SUCCESS", done.status
    asked_model = done.fine_tuned_model
    assert done.events and done.checkpoints
    client.models.update(model_id=asked_model, name="support", description="from the sandbox")
    assert client.models.archive(model_id=asked_model).archived
    assert not client.models.unarchive(model_id=asked_model).archived
    refused(client.fine_tuning.jobs.get, job_id="00000000-0000-0000-0000-000000000000")
answer = client.chat.complete(model=asked_model, messages=[{"role": "user", "content": "two and two?"}])
if asked_model != MODEL:
    assert answer.choices[0].message.content == "four", answer.choices[0].message.content
    parts = [{"role": "user", "content": [{"type": "text", "text": "two and two?"}]}]
    assert client.chat.complete(model=asked_model, messages=parts).choices[0].message.content == "four"
assert MODEL in [each.id for each in client.models.list().data]
client.models.retrieve(model_id=MODEL)

question = {"custom_id": "a", "body": {"messages": [{"role": "user", "content": "two and two?"}]}}
asked = client.files.upload(
    file={"file_name": "ask.jsonl", "content": (json.dumps(question) + "\n").encode()}, purpose="batch"
)
batch = client.batch.jobs.create(input_files=[asked.id], model=asked_model, endpoint="/v1/chat/completions")
batch = ended(lambda: client.batch.jobs.get(job_id=batch.id))
assert batch.status == "SUCCESS", batch.status
assert client.files.download(file_id=batch.output_file).read()
client.batch.jobs.cancel(job_id=batch.id)
assert client.batch.jobs.get(job_id=batch.id).status == "SUCCESS"
assert batch.id in [each.id for each in client.batch.jobs.list(page=0, page_size=10).data]
refused(client.files.retrieve, file_id="00000000-0000-0000-0000-000000000000")
refused(client.models.retrieve, model_id="no-such-model")
if asked_model != MODEL:
    assert client.models.delete(model_id=asked_model).deleted
assert client.files.delete(file_id=file.id).deleted
print(f"mistralai-python {version}: the whole life" + ("" if hasattr(client, "fine_tuning") else " after training"))
