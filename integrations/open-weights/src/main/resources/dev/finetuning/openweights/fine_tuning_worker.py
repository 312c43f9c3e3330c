"""Trains one job of the fine-tuning library. usage: python fine_tuning_worker.py JOB_FOLDER [--attempt N] [--launch WORD...]

With --attempt it is a cluster's: the cluster queues and ends it, and others see its folder from another machine.
With --launch it becomes the command of these words, which starts it again in several processes.

Several processes that share a training know each other by the variables that torchrun sets (RANK, WORLD_SIZE). The first
of them is the worker; the others wait for it, train along, and write nothing but why they failed.

A job is a folder. Whoever wants it trained writes request.json; this process appends what happens to events.jsonl,
holds worker.lock for as long as it lives, and obeys the word in the file wish (CANCEL or PAUSE). It can be killed at
any moment and started again: it goes on from the last checkpoint that it has announced, with the same result.

The first half of this file is the protocol and needs the standard library alone; the second half trains, with
PyTorch, transformers, PEFT and TRL.
"""
import datetime
import errno
import fcntl
import hashlib
import json
import math
import os
import platform
import resource
import shutil
import signal
import sys
import threading
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fine_tuning_rows import Failed, Rows, tokenizer

PROTOCOL = 1
RANK, PROCESSES = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
# the exit code of a worker that finds another one at work; those who start several processes take any other for a failure
BUSY = 75 if PROCESSES == 1 else 0


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


def this_launch():
    """What the processes of one launch have in common, and others not."""
    names = ["MASTER_ADDR", "MASTER_PORT", "TORCHELASTIC_RUN_ID"]
    one_machine = os.environ.get("LOCAL_WORLD_SIZE", "") == str(PROCESSES)
    return ":".join([os.environ.get(name, "") for name in names] + [str(os.getppid()) if one_machine else ""])


def together():
    """Waits for the other processes."""
    if PROCESSES > 1:
        import torch.distributed
        torch.distributed.barrier()


def agreed(word):
    """What the first process says, to each of them."""
    if PROCESSES == 1:
        return word
    import torch.distributed
    words = [word]
    torch.distributed.broadcast_object_list(words, src=0)
    return words[0]


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


def base_sha256(root, place):
    """What `sha256sum *.safetensors | sha256sum` prints in the base model's folder; kept, for it takes seconds per GB."""
    names = sorted(name for name in os.listdir(place) if name.endswith(".safetensors"))
    paths = [os.path.join(place, name) for name in names]
    state = json.dumps([place, [[os.path.getsize(path), os.stat(path).st_mtime_ns] for path in paths]])
    kept = os.path.join(root, "hashes", hashlib.sha256(state.encode()).hexdigest())
    try:
        with open(kept) as file:
            return file.read()
    except OSError:
        pass
    lines = "".join(f"{sha256(path)}  {name}\n" for path, name in zip(paths, names))
    digest = hashlib.sha256(lines.encode()).hexdigest()
    os.makedirs(os.path.dirname(kept), exist_ok=True)
    with open(f"{kept}.{os.getpid()}", "w") as file:
        file.write(digest)
    os.rename(f"{kept}.{os.getpid()}", kept)
    return digest


def adapter_facts(job):
    weights = job.path("adapter", "adapter_model.safetensors")
    return {"adapter_sha256": sha256(weights), "adapter_bytes": os.path.getsize(weights)}


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
    elif isinstance(failure, OSError) and failure.errno in (errno.ENOSPC, errno.EDQUOT) or "No space left" in str(failure):
        job.give_reserve_back()
        job.fail("disk_full", "the disk is full; make room, then start the job again")
    elif isinstance(failure, MemoryError) or out_of_memory(failure):
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


def out_of_memory(failure):
    text = str(failure).lower()
    return type(failure).__name__ == "OutOfMemoryError" or "out of memory" in text or "can't allocate memory" in text


# ----------------------------------------------------------------------------------------------------------------
# from here on: training


def train(job, request):
    began = time.monotonic()
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import accelerate, datasets, peft, torch, transformers, trl
    datasets.disable_progress_bars()
    settings, method = request["settings"], request["method"]["name"]
    if request.get("threads"):
        torch.set_num_threads(request["threads"])
    device = request["device"]
    cuda = torch.cuda.is_available() and device != "cpu"
    if device.startswith("cuda") and not torch.cuda.is_available():
        raise Failed("device", f"there is no {device}: this PyTorch sees no GPU", param="device")
    if cuda and PROCESSES > 1:
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    elif cuda and ":" in device:
        torch.cuda.set_device(int(device.partition(":")[2]))
    precision = settings["precision"]
    if precision == "auto":
        precision = "bf16" if cuda and torch.cuda.is_bf16_supported() else "fp32"
    job.say("environment", python=platform.python_version(), device="cuda" if cuda else "cpu", threads=torch.get_num_threads(), processes=PROCESSES,
            import_seconds=round(time.monotonic() - began, 2), precision=precision,
            versions={module.__name__: module.__version__ for module in (torch, transformers, peft, trl, datasets, accelerate)})

    base = request["base_model"]
    tokens = tokenizer(transformers.AutoTokenizer, base["path"])
    rows = Rows(tokens, settings["max_length"])
    # TRL takes the rows for KTO in the order of the file, in which the good ones may stand first
    training = rows.read(os.path.join(job.root, request["training_file"]), method, request["seed"] if method == "kto" else None)
    validation = rows.read(os.path.join(job.root, request["validation_file"]), method) if request.get("validation_file") else None
    job.obey()

    transformers.set_seed(request["seed"])
    model = transformers.AutoModelForCausalLM.from_pretrained(
        base["path"], dtype={"fp32": torch.float32, "bf16": torch.bfloat16}[precision])
    lora = None
    if base.get("adapter"):
        model = peft.PeftModel.from_pretrained(model, os.path.join(job.root, base["adapter"]), is_trainable=True)
    else:
        lora = peft.LoraConfig(
            r=settings["lora_rank"], lora_alpha=settings["lora_alpha"], lora_dropout=settings["lora_dropout"],
            target_modules=settings["lora_target_modules"], use_rslora=settings["rank_stabilised"], bias="none", task_type="CAUSAL_LM")

    accumulation, batch = settings["gradient_accumulation"], share(settings["batch_size"], method)
    steps = max(1, math.ceil(math.ceil(len(training) / settings["batch_size"]) / accumulation * settings["epochs"]))
    last = job.last
    report = reporter(job, transformers.TrainerCallback, cuda, last)
    shared = dict(
        output_dir=job.path("checkpoints"), num_train_epochs=settings["epochs"], per_device_train_batch_size=batch,
        per_device_eval_batch_size=batch, gradient_accumulation_steps=accumulation, learning_rate=settings["learning_rate"],
        lr_scheduler_type=settings["scheduler"], warmup_steps=settings["warmup_ratio"], seed=request["seed"], data_seed=request["seed"],
        logging_steps=max(1, steps // 200), logging_first_step=True, logging_nan_inf_filter=False, report_to=[], disable_tqdm=True,
        save_strategy="steps", save_steps=settings["checkpoint_steps"] or max(1, math.ceil(steps / 10)),
        eval_strategy="epoch" if validation is not None else "no", bf16=precision == "bf16", use_cpu=not cuda,
        dataloader_pin_memory=cuda, gradient_checkpointing=settings["gradient_checkpointing"], max_length=settings["max_length"])
    common = dict(model=model, train_dataset=training, eval_dataset=validation, processing_class=tokens, peft_config=lora,
                  callbacks=[report])
    if method == "supervised":
        trainer = trl.SFTTrainer(args=trl.SFTConfig(**shared, packing=False), **common)
    elif method == "preference":
        trainer = trl.DPOTrainer(args=trl.DPOConfig(**shared, beta=request["method"]["beta"]), **common)
    else:
        weights = {name: request["method"][name] for name in ("beta", "desirable_weight", "undesirable_weight")}
        trainer = trl.KTOTrainer(args=trl.KTOConfig(**shared, **weights), **common)

    report.trainer = trainer
    if last is not None:
        job.say("resume", step=last)
    trained = time.monotonic()
    trainer.train(resume_from_checkpoint=job.path("checkpoints", f"checkpoint-{last}") if last is not None else None)
    if trainer.state.global_step < trainer.state.max_steps:
        raise Stopped(job.stopped_by)
    if not all(bool(torch.isfinite(weight).all()) for weight in trainer.model.parameters() if weight.requires_grad):
        raise diverged(trainer.state.global_step)
    if RANK == 0:
        shutil.rmtree(job.path("adapter.part"), ignore_errors=True)
    trainer.save_model(job.path("adapter.part"))
    if RANK == 0:  # the copy that a continued adapter was held against by DPO or KTO
        shutil.rmtree(job.path("adapter.part", "ref"), ignore_errors=True)
    job.publish(job.path("adapter.part"))
    if RANK:
        return None
    return {"step": trainer.state.global_step, "trained_tokens": report.tokens(),
            "training_flops": training_flops(trainer.model, method, settings, report.tokens()),
            "base_model_sha256": base_sha256(job.root, base["path"]),
            "train_seconds": round(time.monotonic() - trained, 2), "total_seconds": round(time.monotonic() - began, 2)}


def share(batch_size, method):
    """The rows of a batch that each process takes."""
    least = 2 if method == "kto" else 1
    if batch_size % PROCESSES or batch_size // PROCESSES < least:
        raise Failed("batch_size", f"batch_size {batch_size} cannot be shared by {PROCESSES} processes: it must be a multiple of"
                     f" {PROCESSES}" + (", and at least twice as much for kto" if least == 2 else ""), param="batch_size")
    return batch_size // PROCESSES


def training_flops(model, method, settings, tokens):
    """An estimate by parameters and tokens (Kaplan et al. 2020, without attention): a forward pass takes 2 operations per
    parameter and token, the backward pass as many for the activations, and 2 per trained parameter for its gradient.
    DPO and KTO add a forward pass of the reference, KTO two of mismatched answers, and checkpointing a second forward."""
    passes = {"supervised": 2, "preference": 3, "kto": 5}[method] + (1 if settings["gradient_checkpointing"] else 0)
    every = sum(weight.numel() for weight in model.parameters())
    trained = sum(weight.numel() for weight in model.parameters() if weight.requires_grad)
    return float(tokens) * (2 * passes * every + 2 * trained)


def diverged(step):
    return Failed("loss_not_finite", f"the loss is no longer a number at step {step}; lower learning_rate", param="learning_rate")


NAMES = {"loss": "train_loss", "mean_token_accuracy": "train_mean_token_accuracy", "eval_loss": "full_valid_loss",
         "eval_mean_token_accuracy": "full_valid_mean_token_accuracy", "learning_rate": "learning_rate", "grad_norm": "grad_norm",
         "epoch": "epoch", "num_tokens": "tokens", "rewards/margins": "reward_margin", "rewards/accuracies": "reward_accuracy", "kl": "kl",
         "eval_rewards/margins": "full_valid_reward_margin", "eval_rewards/accuracies": "full_valid_reward_accuracy"}


def reporter(job, callback, cuda, resumed):
    """Tells of a training what the protocol knows, and obeys wishes between steps."""

    class Reporter(callback):
        began, trainer = None, None
        # what earlier workers trained on: a trainer counts from 0 again
        before = max([int(event.get("tokens", 0)) for event in job.history
                      if event["type"] == "checkpoint" and event["step"] == resumed], default=0)

        def tokens(self):
            return self.before + int(getattr(self.trainer, "_total_train_tokens", 0))

        def on_train_begin(self, args, state, control, model=None, **_):
            self.began = time.monotonic()
            weights = [(weight.numel(), weight.requires_grad) for weight in model.parameters()]
            job.say("plan", total_steps=state.max_steps, parameters=sum(count for count, _ in weights),
                    trainable_parameters=sum(count for count, trained in weights if trained))
            job.say("phase", phase="RUNNING")

        def on_log(self, args, state, control, logs=None, **_):
            if not all(math.isfinite(logs.get(name, 0)) for name in ("loss", "eval_loss")):
                raise diverged(state.global_step)
            values = {NAMES[name]: value for name, value in logs.items() if name in NAMES}
            if "train_loss" in values or "full_valid_loss" in values:
                if "tokens" in values:
                    values["tokens_per_second"] = values["tokens"] / max(1e-9, time.monotonic() - self.began)
                    values["tokens"] += self.before
                if cuda:
                    import torch
                    values["memory_bytes"] = torch.cuda.max_memory_allocated()
                job.metrics(state.global_step, state.max_steps, **values)

        def on_save(self, args, state, control, **_):
            known = {}
            for entry in state.log_history:
                known.update({NAMES[name]: value for name, value in entry.items() if name in ("loss", "eval_loss")})
            job.checkpoint(state.global_step, self.tokens(), **known)

        def on_step_end(self, args, state, control, **_):
            job.stopped_by = job.stopped_by or agreed(job.wish())
            if job.stopped_by:
                control.should_training_stop = True
                control.should_save = job.stopped_by != "CANCEL"

    return Reporter()


if __name__ == "__main__":
    main(train)
