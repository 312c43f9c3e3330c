"""The folder of a job as its worker sees it: lock, events, orders, the device's queue, checkpoints.

Whoever wants a job trained writes request.json; the worker appends what happens to events.jsonl, holds worker.lock for as
long as it lives, and obeys the word in the file wish (CANCEL or PAUSE). Needs the standard library alone.
"""
import datetime
import fcntl
import hashlib
import json
import math
import os
import resource
import shutil
import sys
import threading
import time

from fine_tuning_launch import PROCESSES, RANK, this_launch, together

PROTOCOL = 1


class Stopped(Exception):
    """The job was asked to stop: CANCEL or PAUSE, or TERM where the system asked."""


class Job:
    """The folder of a job, seen by its only worker."""

    def __init__(self, folder, attempt=0):
        self.folder, self.attempt = os.path.abspath(folder), attempt
        self.root = os.path.dirname(os.path.dirname(self.folder))
        self._mutex = threading.Lock()
        self._terminated = self._ended = False
        self.stopped_by, self.last = "", None

    def path(self, *names):
        return os.path.join(self.folder, *names)

    # the lock ---------------------------------------------------------------------------------------------------

    def take(self):
        """A POSIX record lock, which java.nio sees too. Somebody who looks may hold it for a moment."""
        self._lock = open(self.path("worker.lock"), "a")
        for _ in range(100):
            try:
                fcntl.lockf(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            except OSError:
                time.sleep(0.02)
        return False

    # events -----------------------------------------------------------------------------------------------------

    def open_events(self):
        """Goes on where an earlier worker stopped, perhaps in the middle of a line."""
        self.history, whole = [], True
        try:
            with open(self.path("events.jsonl"), "rb") as file:
                for line in file:
                    whole = line.endswith(b"\n")
                    try:
                        self.history.append(json.loads(line))
                    except ValueError:
                        pass
        except FileNotFoundError:
            pass
        self._events = open(self.path("events.jsonl"), "ab", buffering=0)
        if not whole:
            self._events.write(b"\n")
        self._sequence = max((event["seq"] for event in self.history), default=0)
        # given back when the disk is full, so that this can still be told
        with open(self.path("reserve"), "wb") as file:
            file.write(b"\0" * 65536)

    def give_reserve_back(self):
        try:
            os.remove(self.path("reserve"))
        except OSError:
            pass

    def say(self, kind, **fields):
        with self._mutex:
            self._sequence += 1
            now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")
            event = {"v": PROTOCOL, "seq": self._sequence, "at": now.replace("+00:00", "Z"), "type": kind, **fields}
            self._events.write((json.dumps(event, allow_nan=False) + "\n").encode())
            if self.attempt or kind in ("checkpoint", "end"):
                os.fsync(self._events.fileno())

    def metrics(self, step, total, **values):
        finite = {name: float(value) for name, value in values.items() if value is not None and math.isfinite(value)}
        self.say("metrics", step=step, total_steps=total, metrics=finite)

    # wishes -----------------------------------------------------------------------------------------------------

    def terminate(self, *_):
        self._terminated = True

    def wish(self):
        try:
            with open(self.path("wish")) as file:
                word = file.read().strip()
        except OSError:
            word = ""
        return word or ("TERM" if self._terminated else "")

    def obey(self):
        wish = self.wish()
        if wish:
            raise Stopped(wish)

    # the device -------------------------------------------------------------------------------------------------

    def wait_for_device(self, device, slots):
        """Waits for one of the device's slots. Whoever came first stands at the turnstile; the others queue there."""
        folder = os.path.join(self.root, "slots", "".join(c if c.isalnum() else "-" for c in device))
        os.makedirs(folder, exist_ok=True)
        got, through = [], threading.Event()

        def queue():
            with open(os.path.join(folder, "turnstile.lock"), "a") as turnstile:
                fcntl.lockf(turnstile, fcntl.LOCK_EX)
                while not through.is_set():
                    for slot in range(slots):
                        file = open(os.path.join(folder, f"{slot}.lock"), "a")
                        try:
                            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                            got.append(file)
                            through.set()
                            return
                        except OSError:
                            file.close()
                    time.sleep(0.05)

        threading.Thread(target=queue, daemon=True).start()
        if not through.wait(0.1):
            self.say("phase", phase="QUEUED")
            while not through.wait(0.1):
                self.obey()
        self._slot = got

    # further processes ------------------------------------------------------------------------------------------

    def tell_others(self, word):
        """Lets the others begin at the last checkpoint, or end."""
        if PROCESSES > 1:
            part = self.path(f"first.{os.getpid()}")
            with open(part, "w") as file:
                file.write(f"{this_launch()} {word} {'-' if self.last is None else self.last}")
            os.replace(part, self.path("first"))

    def await_first(self):
        """Waits until the first process lets this one begin; does not come back where there is nothing to do."""
        while True:
            try:
                with open(self.path("first")) as file:
                    launch, word, last = file.read().split()
            except (OSError, ValueError):
                launch, word = "", ""
            if launch == this_launch() and word == "end":
                sys.exit(0)
            if launch == this_launch():
                self.last = None if last == "-" else int(last)
                return
            time.sleep(0.05)

    def leave_failure(self, failure):
        part = self.path(f"failed-{RANK}.{os.getpid()}")
        with open(part, "w") as file:
            json.dump({"launch": this_launch(), "failure": failure}, file)
        os.replace(part, self.path(f"failed-{RANK}"))

    def failure_of_others(self):
        for rank in range(1, PROCESSES):
            try:
                with open(self.path(f"failed-{rank}")) as file:
                    left = json.load(file)
            except (OSError, ValueError):
                continue
            if left["launch"] == this_launch():
                return left["failure"]
        return None

    def watch_others(self):
        """Ends the job by the failure of another process, for which this one may be waiting in vain."""
        def watch():
            while True:
                time.sleep(0.2)
                failure = self.failure_of_others()
                if failure:
                    self.fail(**failure)
                    self.tell_others("end")
                    os._exit(1)

        if PROCESSES > 1:
            threading.Thread(target=watch, daemon=True).start()

    # checkpoints and the adapter --------------------------------------------------------------------------------

    def last_checkpoint(self):
        """The last one that was announced, and is therefore whole. Others are removed."""
        known = {event["step"] for event in self.history if event["type"] == "checkpoint"}
        folder = self.path("checkpoints")
        steps = []
        for name in os.listdir(folder) if os.path.isdir(folder) else []:
            step = int(name.rpartition("-")[2]) if name.rpartition("-")[2].isdigit() else None
            if step in known and name == f"checkpoint-{step}":
                steps.append(step)
            else:
                shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
        return max(steps, default=None)

    def checkpoint(self, step, tokens=0, **metrics):
        together()  # each process has a part of it
        if RANK:
            return
        force(self.path("checkpoints", f"checkpoint-{step}"))
        finite = {name: float(value) for name, value in metrics.items() if math.isfinite(value)}
        self.say("checkpoint", step=step, tokens=tokens, metrics=finite)

    def publish(self, folder):
        """Makes a finished adapter the job's, in one step."""
        together()
        if RANK == 0:
            force(folder)
            os.rename(folder, self.path("adapter"))

    def end(self, phase, **fields):
        with self._mutex:
            if self._ended:
                return
            self._ended = True
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self.say("end", phase=phase, peak_memory_bytes=peak * (1 if sys.platform == "darwin" else 1024), **fields)

    def fail(self, code, message, param=None, row=None):
        failure = {"code": code, "message": message, "param": param, "row": row}
        self.end("FAILED", failure={name: value for name, value in failure.items() if value is not None})


class Companion(Job):
    """The folder of a job, seen by a further process of its worker."""

    def say(self, kind, **fields):
        pass

    def open_events(self):
        self.history = []

    def publish(self, folder):
        together()

    def fail(self, code, message, param=None, row=None):
        self.leave_failure({"code": code, "message": message, "param": param, "row": row})


def force(folder):
    """Forces a folder's files to the disk."""
    for parent, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(parent, name), "rb") as file:
                os.fsync(file.fileno())


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def adapter_facts(job):
    weights = job.path("adapter", "adapter_model.safetensors")
    return {"adapter_sha256": sha256(weights), "adapter_bytes": os.path.getsize(weights)}
