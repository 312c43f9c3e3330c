"""Trains one job of the fine-tuning library. usage: python fine_tuning_worker.py JOB_FOLDER [--attempt N] [--launch WORD...]

With --attempt it is a cluster's: the cluster queues and ends it, and others see its folder from another machine.
With --launch it becomes the command of these words, which starts it again in several processes.

It can be killed at any moment and started again: it goes on from the last checkpoint that it has announced, with the
same result. fine_tuning_main.py runs the process, fine_tuning_job.py keeps the job's folder; here PyTorch, transformers,
PEFT and TRL train.
"""
import math
import os
import platform
import shutil
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fine_tuning_base import base_sha256, weight_files
from fine_tuning_job import Stopped
from fine_tuning_launch import PROCESSES, RANK, agreed
from fine_tuning_main import main
from fine_tuning_rows import Failed, Rows, tokenizer


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
    if not cuda and os.environ.get("ACCELERATE_USE_FSDP", "false").lower() == "true":
        # accelerate would leave it out and say nothing
        raise Failed("launcher", "accelerate shards a model (FSDP) on GPUs only, and this job trains on the CPU; name a GPU as device, or "
                     "take FSDP out of the launcher", param="device")
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
    weight_files(base["path"])
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
    packing, last = bool(settings.get("packing")), job.last
    report = reporter(job, transformers.TrainerCallback, cuda, last)
    shared = dict(
        output_dir=job.path("checkpoints"), num_train_epochs=settings["epochs"], per_device_train_batch_size=batch,
        per_device_eval_batch_size=batch, gradient_accumulation_steps=accumulation, learning_rate=settings["learning_rate"],
        lr_scheduler_type=settings["scheduler"], warmup_steps=settings["warmup_ratio"], seed=request["seed"], data_seed=request["seed"],
        logging_first_step=True, logging_nan_inf_filter=False, report_to=[], disable_tqdm=True, save_strategy="steps",
        eval_strategy="epoch" if validation is not None else "no", bf16=precision == "bf16", use_cpu=not cuda,
        dataloader_pin_memory=cuda, gradient_checkpointing=settings["gradient_checkpointing"], max_length=settings["max_length"])
    common = dict(model=model, train_dataset=training, eval_dataset=validation, processing_class=tokens, peft_config=lora,
                  callbacks=[report])
    if method == "supervised":
        trainer = trl.SFTTrainer(args=trl.SFTConfig(**shared, packing=packing), **common)
    elif method == "preference":
        trainer = trl.DPOTrainer(args=trl.DPOConfig(**shared, beta=request["method"]["beta"]), **common)
    else:
        weights = {name: request["method"][name] for name in ("beta", "desirable_weight", "undesirable_weight")}
        trainer = trl.KTOTrainer(args=trl.KTOConfig(**shared, **weights), **common)

    if packing:
        require_apart(trainer)
    steps = max(1, math.ceil(math.ceil(len(trainer.train_dataset) / settings["batch_size"]) / accumulation * settings["epochs"]))
    trainer.args.logging_steps = max(1, steps // 200)
    trainer.args.save_steps = settings["checkpoint_steps"] or max(1, math.ceil(steps / 10))
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


def require_apart(trainer):
    """Packed rows must not see each other. Whether they do depends on the model and its attention, so it is tried: a changed
    row must leave what is computed for the rows behind it as it is."""
    packed = next((row for row in trainer.train_dataset if len(row["seq_lengths"]) > 1), None)
    if packed is None:
        return
    if not apart(trainer.model, trainer.data_collator([packed]), packed["seq_lengths"][0]):
        raise Failed("packing", "this model computes a packed row from the rows before it; turn packing off", param="packing")


def apart(model, batch, first):
    """Whether the rows of a packed batch behind its first one, of so many tokens, do not depend on that one."""
    import torch
    device, training = next(model.parameters()).device, model.training
    batch = {name: value.to(device) if torch.is_tensor(value) else value for name, value in batch.items() if name != "labels"}
    changed = batch["input_ids"].clone()
    changed[0, :first] = (changed[0, :first] + 1) % model.config.get_text_config().vocab_size
    model.eval()
    with torch.no_grad():
        # as the trainer asks: with a cache, transformers does not tell packed rows apart
        as_it_is, otherwise = (model(**{**batch, "input_ids": ids}, use_cache=False).logits[0, first:]
                               for ids in (batch["input_ids"], changed))
    model.train(training)
    return (as_it_is - otherwise).abs().max().item() <= 1e-6 * as_it_is.abs().max().item()


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
