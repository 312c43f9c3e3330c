"""Trains a tiny random model two steps on what targets wrote, with a trainer's own code, and counts the rows it took.

    train.py CONSUMER FOLDER WORK

CONSUMER is trl, axolotl or llamafactory. FOLDER holds a folder for each target, named as the target is, with data files
and configurations. WORK is for models and outputs. One JSON object is printed for each training: the target, the data, the
rows written, the rows that the trainer trains on after its own filters, and the loss of the last step. The exit code is 1
where a training fails, or where rows are missing.
"""

import contextlib
import glob
import json
import os
import sys
from importlib.metadata import version

os.environ.update(
    HF_HUB_OFFLINE="1",
    CUDA_VISIBLE_DEVICES="",
    WANDB_DISABLED="true",
    DO_NOT_TRACK="1",
    AXOLOTL_DO_NOT_TRACK="1",
    TORCHDYNAMO_DISABLE="1",
    ACCELERATE_USE_CPU="true",
    TOKENIZERS_PARALLELISM="false",
)
CONSUMER, FOLDER, WORK = sys.argv[1], *map(os.path.abspath, sys.argv[2:4])
STEPS = 2
LONGEST = 4096


def rows(file):
    with open(file, encoding="utf-8") as opened:
        return sum(1 for line in opened if line.strip())


def written(target):
    return sorted(glob.glob(os.path.join(FOLDER, target, "*.jsonl")))


def pictured(target, file):
    """Whether there are pictures in it, for a model that sees; says so."""
    with open(file, encoding="utf-8") as opened:
        found = any(line.strip() and json.loads(line).get("images") for line in opened)
    if found:
        print(f"not trained, it takes a model that sees: {target}, {os.path.basename(file)}", file=sys.stderr)
    return found


def place(name):
    return os.path.join(WORK, CONSUMER, name)


def tiny_model(chat_template):
    """A random Qwen3 of 0.06 million parameters, whose tokenizer is trained on the data."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

    pieces = Tokenizer(models.BPE())
    pieces.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    pieces.decoder = decoders.ByteLevel()
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=600, special_tokens=special, initial_alphabet=alphabet, show_progress=False
    )
    pieces.train(written("TRL"), trainer)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=pieces, eos_token=special[2], pad_token=special[0])
    tokenizer.chat_template = chat_template
    model = Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=len(tokenizer),
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=2,
            head_dim=16,
            max_position_embeddings=LONGEST,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
            bos_token_id=None,
        )
    )
    folder = place("tiny")
    tokenizer.save_pretrained(folder)
    model.save_pretrained(folder)
    return folder


def last_loss(history):
    return next((round(entry["loss"], 3) for entry in reversed(history) if "loss" in entry), None)


# --- trl -----------------------------------------------------------------------------------------------------------


def train_trl():
    import trl
    from datasets import load_dataset
    from peft import LoraConfig

    templates = os.path.join(os.path.dirname(trl.__file__), "chat_templates")
    with open(os.path.join(templates, "qwen3_training.jinja"), encoding="utf-8") as template:
        model = tiny_model(template.read())
    methods = {
        "TRL": (trl.SFTTrainer, trl.SFTConfig, {"assistant_only_loss": True}),
        "TRL preference": (trl.DPOTrainer, trl.DPOConfig, {}),
        "TRL KTO": (trl.KTOTrainer, trl.KTOConfig, {}),
    }
    for target, (trainer, config, more) in methods.items():
        for file in written(target):
            if pictured(target, file):
                continue

            def train():
                settings = dict(output_dir=place("out"), max_steps=STEPS, per_device_train_batch_size=2, use_cpu=True)
                settings |= dict(logging_steps=1, report_to="none", save_strategy="no", max_length=LONGEST)
                training = trainer(
                    model=model,
                    args=config(**settings, **more),
                    train_dataset=load_dataset("json", data_files=file, split="train", cache_dir=place("cache")),
                    peft_config=LoraConfig(r=4, target_modules="all-linear", task_type="CAUSAL_LM"),
                )
                training.train()
                return len(training.train_dataset), last_loss(training.state.log_history)

            yield target, [file], train


# --- llamafactory --------------------------------------------------------------------------------------------------


def train_llamafactory():
    from llamafactory.extras.constants import TRAINER_LOG
    from llamafactory.train.tuner import run_exp
    from transformers import Trainer

    model = tiny_model(None)
    trained = {}
    inner = Trainer.train

    def counted(self, *arguments, **named):
        trained["rows"] = len(self.train_dataset)
        return inner(self, *arguments, **named)

    Trainer.train = counted
    stages = {"LLaMA-Factory": "sft", "LLaMA-Factory preference": "dpo", "LLaMA-Factory KTO": "kto"}
    for target, stage in stages.items():
        with open(os.path.join(FOLDER, target, "dataset_info.json"), encoding="utf-8") as info:
            entries = json.load(info)
        for name, entry in sorted(entries.items()):
            file = os.path.join(FOLDER, target, entry["file_name"])
            if pictured(target, file):
                continue

            def train():
                with contextlib.suppress(FileNotFoundError):
                    os.remove(os.path.join(place("out"), TRAINER_LOG))
                data = dict(dataset_dir=os.path.join(FOLDER, target), dataset=name, template="qwen3")
                data |= dict(cutoff_len=LONGEST, overwrite_cache=True, stage=stage, do_train=True, use_cpu=True)
                run = dict(model_name_or_path=model, finetuning_type="lora", lora_rank=4, output_dir=place("out"))
                run |= dict(max_steps=STEPS, per_device_train_batch_size=2, report_to="none", save_strategy="no")
                run_exp(data | run | dict(logging_steps=1, disable_tqdm=True, overwrite_output_dir=True))
                with open(os.path.join(place("out"), TRAINER_LOG), encoding="utf-8") as log:
                    return trained.pop("rows"), last_loss([json.loads(line) for line in log])

            yield target, [file], train


# --- axolotl -------------------------------------------------------------------------------------------------------


def train_axolotl():
    """All files in one training: for each training Axolotl starts processes that take half a minute to import it."""
    import trl
    import yaml
    from axolotl.cli.config import load_cfg
    from axolotl.common.datasets import load_datasets
    from axolotl.train import train as axolotl_train

    templates = os.path.join(os.path.dirname(trl.__file__), "chat_templates")
    with open(os.path.join(templates, "qwen3.jinja"), encoding="utf-8") as template:
        model = tiny_model(template.read())
    target = "Axolotl"
    whole, entries = {}, []
    for file in sorted(glob.glob(os.path.join(FOLDER, target, "*.axolotl.yaml"))):
        with open(file, encoding="utf-8") as configuration:
            whole = yaml.safe_load(configuration)
        for entry in whole["datasets"]:
            entries.append(entry | {"path": os.path.join(FOLDER, target, entry["path"])})

    def train():
        whole.update(datasets=entries, base_model=model, output_dir=place("out"), max_steps=STEPS)
        whole.update(dataset_prepared_path=place("prepared"), dataset_num_proc=1, bf16=False, save_strategy="no")
        # the fused kernels are for GPUs
        whole.update({f"lora_{part}_kernel": False for part in ("mlp", "qkv", "o", "embedding")})
        with open(place("whole.yaml"), "w", encoding="utf-8") as configuration:
            yaml.safe_dump(whole, configuration)
        settings = load_cfg(place("whole.yaml"))
        data = load_datasets(cfg=settings)
        taken = len(data.train_dataset)
        _, _, training = axolotl_train(cfg=settings, dataset_meta=data)
        return taken, last_loss(training.state.log_history)

    yield target, [entry["path"] for entry in entries], train


TRAINERS = {
    "trl": (train_trl, ("trl", "transformers")),
    "llamafactory": (train_llamafactory, ("llamafactory", "trl", "transformers")),
    "axolotl": (train_axolotl, ("axolotl", "trl", "transformers")),
}


def main():
    trainings, packages = TRAINERS[CONSUMER]
    by = ", ".join(package + " " + version(package) for package in packages)
    failures = 0
    with contextlib.redirect_stdout(sys.stderr):
        for target, files, train in trainings():
            verdict = {"target": target, "data": [os.path.basename(file) for file in files]}
            verdict |= {"rows": sum(map(rows, files)), "taken": 0, "by": by}
            try:
                verdict["taken"], verdict["loss"] = train()
            except (Exception, SystemExit) as e:  # whatever the trainer throws is its verdict
                verdict["reason"] = type(e).__name__ + ": " + str(e)[:300]
            failures += "reason" in verdict or verdict["taken"] != verdict["rows"]
            print(json.dumps(verdict, ensure_ascii=False), file=sys.__stdout__, flush=True)
    return failures > 0


if __name__ == "__main__":
    os.makedirs(place(""), exist_ok=True)
    sys.exit(main())
