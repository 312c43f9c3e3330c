"""The whole life of a job with openai-python, which validates every answer against its own types."""
import io
import json
import sys
import time

import openai
from openai import OpenAI

client = OpenAI(base_url=sys.argv[1] + "/v1", api_key="sk-sandbox", max_retries=0, _strict_response_validation=True)
MODEL = "gpt-4.1-mini-2025-04-14"
LINE = json.dumps({"messages": [{"role": "user", "content": "two and two?"}, {"role": "assistant", "content": "four"}]})
DATA = ("\n".join([LINE] * 12) + "\n").encode()


def refused(kind, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except kind:
        return
    raise AssertionError(f"{call} was not refused with {kind.__name__}")


file = client.files.create(file=("train.jsonl", io.BytesIO(DATA)), purpose="fine-tune")
assert client.files.retrieve(file.id).bytes == len(DATA)
assert client.files.content(file.id).read() == DATA
assert file.id in [each.id for each in client.files.list(limit=100)]
assert file.id in [each.id for each in client.files.list(purpose="fine-tune", order="asc")]

upload = client.uploads.create(filename="big.jsonl", purpose="fine-tune", bytes=len(DATA), mime_type="application/jsonl")
half = len(DATA) // 2
parts = [client.uploads.parts.create(upload.id, data=io.BytesIO(each)).id for each in (DATA[:half], DATA[half:])]
whole = client.uploads.complete(upload.id, part_ids=parts)
assert whole.status == "completed" and client.files.content(whole.file.id).read() == DATA
given_up = client.uploads.create(filename="no.jsonl", purpose="fine-tune", bytes=5, mime_type="application/jsonl")
assert client.uploads.cancel(given_up.id).status == "cancelled"

job = client.fine_tuning.jobs.create(
    model=MODEL,
    training_file=file.id,
    validation_file=whole.file.id,
    suffix="support",
    seed=7,
    metadata={"team": "support"},
    method={"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 2}}},
)
assert job.metadata == {"team": "support"}
marked = client.fine_tuning.jobs.list(limit=1, extra_query={"metadata[team]": "support"})
assert job.id in [each.id for each in marked]
deadline = time.monotonic() + 60
while client.fine_tuning.jobs.retrieve(job.id).status not in ("succeeded", "failed", "cancelled"):
    assert time.monotonic() < deadline, "the job does not end"
    time.sleep(0.1)
done = client.fine_tuning.jobs.retrieve(job.id)
assert done.status == "succeeded" and done.fine_tuned_model, done.status
events = [each.id for each in client.fine_tuning.jobs.list_events(job.id, limit=3)]
assert len(events) == len(set(events)) > 3
assert [each for each in client.fine_tuning.jobs.checkpoints.list(job.id)]
for result in done.result_files:
    assert client.files.content(result).read()
answer = client.chat.completions.create(
    model=done.fine_tuned_model, messages=[{"role": "user", "content": "two and two?"}], temperature=0
)
assert answer.choices[0].message.content == "four", answer.choices[0].message.content
parts_answer = client.chat.completions.create(
    model=done.fine_tuned_model, messages=[{"role": "user", "content": [{"type": "text", "text": "two and two?"}]}]
)
assert parts_answer.choices[0].message.content == "four", "content as a list of parts"
assert done.fine_tuned_model in [each.id for each in client.models.list()]

question = {
    "custom_id": "a",
    "method": "POST",
    "url": "/v1/chat/completions",
    "body": {"model": done.fine_tuned_model, "messages": [{"role": "user", "content": "two and two?"}]},
}
asked = client.files.create(file=("ask.jsonl", io.BytesIO((json.dumps(question) + "\n").encode())), purpose="batch")
batch = client.batches.create(input_file_id=asked.id, endpoint="/v1/chat/completions", completion_window="24h")
deadline = time.monotonic() + 60
while client.batches.retrieve(batch.id).status not in ("completed", "failed", "expired", "cancelled"):
    assert time.monotonic() < deadline, "the batch does not end"
    time.sleep(0.1)
batch = client.batches.retrieve(batch.id)
assert batch.status == "completed", batch.status
assert b"four" in client.files.content(batch.output_file_id).read()
assert batch.id in [each.id for each in client.batches.list(limit=5)]

refused(openai.BadRequestError, client.files.create, file=("x.jsonl", io.BytesIO(DATA)), purpose="nonsense")
refused(openai.NotFoundError, client.files.retrieve, "file-none")
refused(openai.BadRequestError, client.fine_tuning.jobs.create, model=MODEL, training_file="file-none")
refused(openai.APIStatusError, client.fine_tuning.jobs.create, model="no-such-model", training_file=file.id)
refused(openai.NotFoundError, client.fine_tuning.jobs.retrieve, "ftjob-none")
refused(openai.BadRequestError, client.fine_tuning.jobs.cancel, job.id)
refused(openai.BadRequestError, client.files.list, order="sideways")
refused(openai.ConflictError, client.batches.cancel, batch.id)
assert client.batches.retrieve(batch.id).status == "completed"
refused(openai.NotFoundError, client.models.retrieve, "no-such-model")
assert client.models.delete(done.fine_tuned_model).deleted
assert client.files.delete(file.id).deleted
refused(openai.NotFoundError, client.files.retrieve, file.id)
print(f"openai-python {openai.__version__}: the whole life")
