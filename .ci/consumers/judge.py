"""Lets the readers that trainers use judge the files that targets write.

    judge.py CONSUMER FOLDER

CONSUMER is trl, axolotl, llamafactory, mistral or together. FOLDER holds a folder for each target, named as the
target is, with data files and configurations. One JSON object is printed for each data file: the target, the file,
its rows, how many of them the consumer took, and the first reason against one. Each consumer runs in an environment of its
own, see the script called judge. What needs a GPU stack to import is replaced by empty modules; what judges is the
consumer's own code.
"""

import ast
import glob
import importlib.abc
import importlib.machinery
import json
import os
import re
import sys
import tempfile
import types
from importlib.metadata import distribution, version
from unittest.mock import MagicMock

CACHE = os.environ.get("JUDGE_CACHE") or tempfile.mkdtemp()


def lines(file):
    with open(file, encoding="utf-8") as opened:
        return [json.loads(line) for line in opened if line.strip()]


def table(file):
    """The rows as Hugging Face's reader of tables gives them; it fails at a column that comes late."""
    from datasets import load_dataset

    return load_dataset("json", data_files=file, split="train", cache_dir=CACHE)


def package(name):
    return str(distribution(name).locate_file(name.replace("-", "_")))


def versions(*names):
    return ", ".join(name + " " + version(name) for name in names)


# --- trl -----------------------------------------------------------------------------------------------------------


def functions(file, names):
    """Functions of a module that cannot be imported without torch, without their decorators and types."""
    tree = ast.parse(open(file, encoding="utf-8").read())
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in names]
    for node in found:
        node.decorator_list, node.returns = [], None
        for argument in node.args.args + node.args.kwonlyargs + [node.args.vararg, node.args.kwarg]:
            if argument is not None:
                argument.annotation = None
    scope = {}
    exec(compile(ast.Module(found, []), file, "exec"), scope)
    return scope


def judge_trl(folder):
    trl = functions(package("trl") + "/data_utils.py", ("is_conversational", "extract_prompt", "maybe_extract_prompt"))

    def row(example):
        if not trl["is_conversational"](example):
            return "not conversational"
        if "chosen" in example and trl["maybe_extract_prompt"](dict(example)).get("prompt") != example["prompt"]:
            return "another prompt is extracted"
        if isinstance(example.get("tools"), str):
            json.loads(example["tools"])
        for messages in (example.get(name) for name in ("messages", "prompt", "chosen", "rejected", "completion")):
            for message in messages or []:
                for call in message.get("tool_calls") or []:
                    if not isinstance(call["function"]["arguments"], dict):
                        return "arguments that a template would serialise twice"
        return None

    for target in ("TRL", "TRL preference", "TRL KTO"):
        yield from tables(folder, target, row)


def tables(folder, target, row, only="*.jsonl"):
    for file in sorted(glob.glob(os.path.join(folder, target, only))):
        wanted, taken, reason = len(lines(file)), 0, None
        try:
            for example in table(file):
                against = row(example)
                taken += against is None
                reason = reason or against
        except Exception as e:  # whatever the consumer throws is its verdict
            taken, reason = 0, type(e).__name__ + ": " + str(e)[:200]
        yield target, file, wanted, taken, reason


# --- axolotl -------------------------------------------------------------------------------------------------------

ABSENT = (
    "accelerate addict bitsandbytes deepspeed einops evaluate fire fla flash_attn gradio huggingface_hub kernels "
    "liger_kernel lm_eval mlflow modal numba optimum optree peft safetensors schedulefree sentencepiece swanlab "
    "tokenizers torch torchao transformers triton trl wandb xformers axolotl_contribs_lgpl axolotl_contribs_mit"
).split()


class Empty(types.ModuleType):
    __path__ = []
    __version__ = "9.9"

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        value = type(name, (), {}) if name[:1].isupper() else MagicMock(name=name)
        setattr(self, name, value)
        return value


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name.split(".")[0] in ABSENT else None

    def create_module(self, spec):
        return Empty(spec.name)

    def exec_module(self, module):
        pass


def judge_axolotl(folder):
    import datasets  # noqa: F401, before what it uses is replaced
    import yaml

    sys.meta_path.insert(0, Finder())
    colorama = types.ModuleType("colorama")
    colorama.Fore = colorama.Style = type("Fore", (), dict.fromkeys("RED GREEN YELLOW BLUE CYAN RESET".split(), ""))
    sys.modules.setdefault("colorama", colorama)
    import torch.nn  # noqa: F401
    import transformers  # noqa: F401
    from axolotl.prompt_strategies.chat_template import ChatTemplateStrategy
    from axolotl.utils.schemas.config import AxolotlInputConfig

    for configuration in sorted(glob.glob(os.path.join(folder, "Axolotl", "*.yaml"))):
        written = yaml.safe_load(open(configuration, encoding="utf-8"))
        AxolotlInputConfig(**json.loads(json.dumps(written)))
        entry = written["datasets"][0]
        strategy = ChatTemplateStrategy.__new__(ChatTemplateStrategy)
        strategy.split_thinking = False
        strategy.prompter = types.SimpleNamespace(
            field_messages=entry["field_messages"],
            field_system="system",
            field_tools="tools",
            message_property_mappings=entry["message_property_mappings"],
            roles={},
            message_field_training=entry.get("message_field_training", "training"),
            message_field_training_detail="train_detail",
            template_thinking_key=entry.get("template_thinking_key", "reasoning_content"),
            drop_system_message=False,
            chat_template_msg_variables={"role", "content", "tool_calls", "tool_call_id", "name"},
        )

        def row(example):
            strategy._get_tools(example)
            turns = strategy.get_conversation_thread(example)
            return None if len(turns) == len(example["messages"]) else "a turn is missing"

        yield from tables(folder, "Axolotl", row, entry["path"])


# --- llamafactory --------------------------------------------------------------------------------------------------


def module_of(*files):
    """Modules of a package that cannot be imported whole, joined, without what they import from it."""
    joined = types.ModuleType("joined")
    sys.modules["joined"] = joined
    silent = types.SimpleNamespace(get_logger=lambda name: MagicMock())
    joined.__dict__.update(logging=silent, logger=MagicMock(), DATA_CONFIG="dataset_info.json")
    role = "class Role(str, Enum):\n" + "".join(
        f"    {name} = '{name.lower()}'\n" for name in ("USER", "ASSISTANT", "SYSTEM", "FUNCTION", "OBSERVATION")
    )
    exec("from enum import Enum\n" + role, joined.__dict__)
    for file in files:
        text = open(file, encoding="utf-8").read()
        text = re.sub(r"^from (\.\S*|huggingface_hub\S*|transformers\S*) import .*?$", "", text, flags=re.M)
        text = re.sub(r"^if TYPE_CHECKING:\n(?:    .*\n|\n)+", "", text, flags=re.M)
        text = "from __future__ import annotations\n" + text.replace("from __future__ import annotations", "")
        exec(compile(text, file, "exec"), joined.__dict__)
    return joined.__dict__


def judge_llamafactory(folder):
    data = package("llamafactory") + "/data/"
    own = module_of(data + "parser.py", data + "converter.py")
    arguments = types.SimpleNamespace(media_dir=".", image_dir=".")
    for target in ("LLaMA-Factory", "LLaMA-Factory preference", "LLaMA-Factory KTO"):
        place = os.path.join(folder, target)
        if not os.path.isdir(place):
            continue
        entries = json.load(open(os.path.join(place, "dataset_info.json"), encoding="utf-8"))
        for name, entry in sorted(entries.items()):
            attributes = own["get_dataset_list"]([name], place)[0]
            convert = own["DATASET_CONVERTERS"][attributes.formatting](attributes, arguments)

            def row(example):
                return None if convert(example)["_prompt"] else "the converter skips it"

            yield from tables(folder, target, row, entry["file_name"])


# --- mistral, together ---------------------------------------------------------------------------------------------


def judge_mistral(folder):
    from mistral_common.protocol.instruct import validator
    from mistral_common.protocol.instruct.request import ChatCompletionRequest

    judges = [
        kind(mode=validator.ValidationMode.finetuning)
        for kind in (validator.MistralRequestValidatorV3, validator.MistralRequestValidatorV13)
    ]

    def refusal(record):
        reasons = []
        for judge in judges:
            try:
                request = ChatCompletionRequest(messages=record["messages"], tools=record.get("tools"))
                judge.validate_messages(request.messages)
                return None
            except Exception as e:
                reasons.append(type(e).__name__ + ": " + str(e)[:200])
        return reasons[0]

    for file in sorted(glob.glob(os.path.join(folder, "Mistral", "*.jsonl"))):
        against = [refusal(record) for record in lines(file)]
        yield "Mistral", file, len(against), against.count(None), next((each for each in against if each), None)


def judge_together(folder):
    from together.lib.utils.files import check_file

    for file in sorted(glob.glob(os.path.join(folder, "Together", "*.jsonl"))):
        report, rows = check_file(file), len(lines(file))
        passed = report["is_check_passed"]
        yield "Together", file, rows, rows if passed else 0, None if passed else report["message"]


JUDGES = {
    "trl": (judge_trl, ("trl", "datasets")),
    "axolotl": (judge_axolotl, ("axolotl", "datasets")),
    "llamafactory": (judge_llamafactory, ("llamafactory", "datasets")),
    "mistral": (judge_mistral, ("mistral-common",)),
    "together": (judge_together, ("together",)),
}

if __name__ == "__main__":
    judge, names = JUDGES[sys.argv[1]]
    by = versions(*names)
    for target, file, rows, taken, reason in judge(sys.argv[2]):
        verdict = {"target": target, "data": os.path.basename(file), "rows": rows, "taken": taken, "by": by}
        print(json.dumps(verdict | ({"reason": reason} if reason else {}), ensure_ascii=False))
