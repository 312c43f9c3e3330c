"""Plays the trainer: the worker's own protocol around a training that needs the standard library alone.

The "weights" are a chain of hashes over the rows, so that a resumed training that skips or repeats a row ends with
another adapter. What goes wrong, and how long a step takes, stands in the file fake.json of the pipeline's folder.
"""
import errno
import hashlib
import json
import math
import os
import signal
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fine_tuning_job import Stopped
from fine_tuning_main import main
from fine_tuning_rows import Failed
from fine_tuning_worker import diverged


def knobs(job):
    try:
        with open(os.path.join(job.root, "fake.json")) as file:
            return json.load(file)
    except OSError:
        return {}


def train(job, request):
    settings, knob = request["settings"], knobs(job)
    job.say("environment", device="cpu", python="fake", versions={})
    with open(os.path.join(job.root, request["training_file"]), encoding="utf-8") as file:
        rows = file.read().splitlines()
    for number, row in enumerate(rows, 1):
        if len(row) // 4 > settings["max_length"]:
            raise Failed("row_too_long", f"row {number} takes {len(row) // 4} tokens, max_length is {settings['max_length']}",
                                param="max_length", row=number)
    batch = settings["batch_size"]
    each = math.ceil(len(rows) / batch)
    total = int(math.ceil(each * settings["epochs"]))
    every = settings["checkpoint_steps"] or max(1, math.ceil(total / 10))
    weights, step = hashlib.sha256(json.dumps([settings, request["seed"], request["base_model"].get("adapter")]).encode()).hexdigest(), 0
    last = job.last_checkpoint()
    if last is not None:
        job.say("resume", step=last)
        with open(job.path("checkpoints", f"checkpoint-{last}", "adapter_model.safetensors")) as file:
            weights, step = file.read(), last
    job.say("plan", total_steps=total, parameters=1000, trainable_parameters=10)
    job.say("phase", phase="RUNNING")
    while knob.get("hold") and not os.path.exists(os.path.join(job.root, "go")):
        job.obey()
        time.sleep(0.01)
    while step < total:
        time.sleep(knob.get("step_ms", 1) / 1000)
        at = step % each * batch
        for row in rows[at:at + batch]:
            weights = hashlib.sha256((weights + row).encode()).hexdigest()
        step += 1
        fault(job, knob, step)
        job.metrics(step, total, train_loss=2.0 / (1 + step / total), learning_rate=settings["learning_rate"], grad_norm=0.5)
        wish = job.wish()
        if step % every == 0 or (wish and wish != "CANCEL"):
            save(job, job.path("checkpoints", f"checkpoint-{step}"), weights)
            job.checkpoint(step, train_loss=2.0 / (1 + step / total))
        if wish:
            raise Stopped(wish)
    save(job, job.path("adapter.part"), weights)
    job.publish(job.path("adapter.part"))
    return {"step": step, "train_seconds": 2.0, "trained_tokens": sum(len(row.split()) for row in rows)}


def fault(job, knob, step):
    if step != knob.get("at", 3):
        return
    kind = knob.get("fault")
    if kind == "die":  # at every attempt
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "die_once":
        once = os.path.join(job.root, "died")
        if not os.path.exists(once):
            open(once, "w").close()
            os.kill(os.getpid(), signal.SIGKILL)
    if kind == "terminate_once":
        once = os.path.join(job.root, "died")
        if not os.path.exists(once):
            open(once, "w").close()
            os.kill(os.getpid(), signal.SIGTERM)
    if kind == "memory":
        raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")
    if kind == "nan":
        raise diverged(step)
    if kind == "disk":
        raise OSError(errno.ENOSPC, "No space left on device")
    if kind == "library":
        raise ImportError("No module named 'trl'", name="trl")
    if kind == "bug":
        raise ValueError("a row holds: " + open(os.path.join(job.root, json.load(open(job.path("request.json")))["training_file"])).read())


def save(job, folder, weights):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "adapter_model.safetensors"), "w") as file:
        file.write(weights)
    with open(os.path.join(folder, "adapter_config.json"), "w") as file:
        file.write("{}")


if __name__ == "__main__":
    main(train)
