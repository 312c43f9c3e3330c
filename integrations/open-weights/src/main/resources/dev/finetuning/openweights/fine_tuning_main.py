"""The life of a worker's process, from its arguments to the job's end. Needs the standard library alone.

Where several processes share a training, the first of them is the worker; the others wait for it, train along, and write
nothing but why they failed.
"""
import errno
import json
import os
import platform
import signal
import sys
import traceback

from fine_tuning_job import PROTOCOL, Companion, Job, Stopped, adapter_facts
from fine_tuning_launch import PROCESSES, RANK
from fine_tuning_rows import Failed

# the exit code of a worker that finds another one at work; those who start several processes take any other for a failure
BUSY = 75 if PROCESSES == 1 else 0


def work(job, train):
    with open(job.path("request.json"), encoding="utf-8") as file:
        request = json.load(file)
    if request["protocol"] != PROTOCOL:
        raise Failed("protocol", f"the worker speaks protocol {PROTOCOL}, the request {request['protocol']}")
    facts = {}
    if not os.path.isdir(job.path("adapter")):
        job.obey()
        if not job.attempt:
            job.wait_for_device(request["device"], request["max_running_jobs"])
        job.obey()
        job.say("phase", phase="VALIDATING")
        job.last = job.last_checkpoint()
        job.tell_others("go")
        job.watch_others()
        facts = train(job, request) or {}
    job.end("SUCCEEDED", **adapter_facts(job), **facts)


def launch(words):
    """Becomes another command, which starts this script again; commands of the Python environment come first."""
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")
    os.execvp(words[0], words)


def accompany(job, train):
    """Trains along with the first process."""
    job.open_events()
    job.await_first()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the first one ends this one, too
    try:
        with open(job.path("request.json"), encoding="utf-8") as file:
            train(job, json.load(file))
    except Stopped:
        pass
    except BaseException as failure:
        traceback.print_exc()
        explain(job, failure)
        sys.exit(1)


def main(train):
    arguments, words = sys.argv[1:], []
    if "--launch" in arguments:
        at = arguments.index("--launch")
        arguments, words = arguments[:at], arguments[at + 1:]
    attempt = int(arguments[2]) if arguments[1:2] == ["--attempt"] else 0
    try:
        if not attempt:
            os.setsid()  # so that nothing that ends the JVM's session ends this process
    except OSError:
        pass
    if words:
        launch(words + [os.path.abspath(sys.argv[0])] + arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if RANK:
        return accompany(Companion(arguments[0], attempt), train)
    job = Job(arguments[0], attempt)
    if not job.take():
        job.tell_others("end")
        sys.exit(BUSY)
    signal.signal(signal.SIGTERM, job.terminate)
    job.open_events()
    if any(event["type"] == "end" and event["phase"] != "PAUSED" for event in job.history):
        job.tell_others("end")
        sys.exit(0)  # an earlier worker ended the job after all
    attempt = {"attempt": job.attempt} if job.attempt else {}
    job.say("hello", pid=os.getpid(), python=platform.python_version(), **attempt)
    try:
        work(job, train)
    except Stopped as stop:
        if str(stop) == "CANCEL":
            job.end("CANCELLED")
        else:
            job.end("PAUSED", interrupted=str(stop) == "TERM")
    except BaseException as failure:
        traceback.print_exc()
        explain(job, failure)
        sys.exit(1)
    finally:
        job.tell_others("end")
        job.give_reserve_back()


def explain(job, failure):
    """Ends the job with a code that its owner can act on. The text of unknown failures stays in err.log."""
    theirs = job.failure_of_others() if RANK == 0 else None
    if theirs:
        job.fail(**theirs)
    elif broken_off(failure):
        os._exit(1)  # another process was ended: this one has not failed, and its successor goes on
    elif isinstance(failure, Failed):
        job.fail(failure.code, str(failure), failure.param, failure.row)
    elif disk_full(failure):
        job.give_reserve_back()
        job.fail("disk_full", "the disk is full; make room, then start the job again")
    elif out_of_memory(failure):
        job.fail("out_of_memory", "the memory does not suffice; halve batch_size and double gradient_accumulation, "
                 "which trains the same, or lower max_length", param="batch_size")
    elif isinstance(failure, ImportError):
        job.fail("environment", f"the Python environment lacks {failure.name}; install the shipped requirements")
    else:
        job.fail("internal", f"{type(failure).__name__}; the worker's err.log in the job's folder says more")


def broken_off(failure):
    """Whether another process of the training is gone."""
    text = str(failure).lower()
    lost = any(words in text for words in ("connection closed by peer", "connection reset", "connection refused", "broken pipe"))
    return PROCESSES > 1 and (type(failure).__name__.startswith("Dist") or isinstance(failure, RuntimeError) and lost)


def disk_full(failure):
    return isinstance(failure, OSError) and failure.errno in (errno.ENOSPC, errno.EDQUOT) or "No space left" in str(failure)


def out_of_memory(failure):
    text = str(failure).lower()
    return (isinstance(failure, MemoryError) or type(failure).__name__ == "OutOfMemoryError" or "out of memory" in text
            or "can't allocate memory" in text)
