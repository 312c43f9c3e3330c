"""Asks every chat template that TRL ships what is trained on. usage: python chat_templates.py SCRIPTS TOKENIZER

Each message of the rows has a word of its own, so that what is trained on can be read from the words: "trained" means
the words of all answers and calls whose weight is not 0, and no other word. TRL has a second form of many templates,
which marks what an assistant wrote: where it does, its words are compared as well. A line is a template, a row and what
came of it: "trained", "trained, as TRL does", "refused: ..." or "WRONG: ...".
"""
import glob
import importlib.util
import json
import os
import sys

sys.path.insert(0, sys.argv[1])
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "error"
import fine_tuning_rows
from transformers import AutoTokenizer


def tool(name):
    return {"type": "function", "function": {"name": name, "description": "Finds.", "parameters": {
        "type": "object", "properties": {"x": {"type": "string", "description": "what"}}, "required": ["x"]}}}


def call(number, name, word):
    return {"id": f"abcdefgh{number}", "type": "function", "function": {"name": name, "arguments": json.dumps({"x": word})}}


def says(role, content, weight=None, calls=(), result_of=None):
    message = {"role": role, "content": content}
    if weight is not None:
        message["weight"] = weight
    if calls:
        message["tool_calls"] = list(calls)
    if result_of:
        message.update(tool_call_id=f"abcdefgh{result_of[0]}", name=result_of[1])
    return message


ROWS = {
    "question": {"messages": [says("user", "Uone"), says("assistant", "Aone")]},
    "system": {"messages": [says("system", "Szero"), says("user", "Uone"), says("assistant", "Aone")]},
    "turns": {"messages": [
        says("user", "Uone"), says("assistant", "Aone"), says("user", "Utwo"), says("assistant", "Atwo"),
        says("user", "Uthree"), says("assistant", "Athree")]},
    "weights": {"messages": [
        says("user", "Uone"), says("assistant", "Aone"), says("user", "Utwo"), says("assistant", "Atwo", weight=0),
        says("user", "Uthree"), says("assistant", "Athree", weight=1), says("user", "Ufour"), says("assistant", "Afour", weight=0)]},
    "call": {"tools": [tool("find")], "messages": [
        says("user", "Uone"), says("assistant", "", calls=[call(1, "find", "Xone")]), says("tool", "Tone", result_of=(1, "find")),
        says("assistant", "Aend")]},
    "parallel": {"tools": [tool("find"), tool("look")], "messages": [
        says("system", "Szero"), says("user", "Uone"),
        says("assistant", "", calls=[call(1, "find", "Xone"), call(2, "look", "Xtwo")]),
        says("tool", "Tone", result_of=(1, "find")), says("tool", "Ttwo", result_of=(2, "look")),
        says("assistant", "Amid", weight=0), says("user", "Utwo"),
        says("assistant", "", calls=[call(3, "find", "Xthree")]), says("tool", "Tthree", result_of=(3, "find")),
        says("assistant", "Aend")]},
    "beside": {"tools": [tool("find")], "messages": [
        says("user", "Uone"), says("assistant", "Asay", calls=[call(1, "find", "Xone")]), says("tool", "Tone", result_of=(1, "find")),
        says("assistant", "Aend")]},
}


def words(messages):
    found = {message["content"] for message in messages if message["content"]}
    return found | {json.loads(made["function"]["arguments"])["x"] for message in messages for made in message.get("tool_calls", [])}


def trained(message):
    return message["role"] == "assistant" and message.get("weight") != 0


def theirs(tokenizer, row, template):
    """What TRL's own form of the template marks as the assistant's."""
    made = tokenizer.apply_chat_template(
        fine_tuning_rows.plain(row["messages"]), tools=row.get("tools"), chat_template=template, tokenize=True, return_dict=True,
        return_assistant_tokens_mask=True)
    return tokenizer.decode([token for token, ours in zip(made["input_ids"], made["assistant_masks"]) if ours])


def outcome(tokenizer, row, marking):
    try:
        labels = fine_tuning_rows.Rows(tokenizer, 100_000).supervised(row, 1)["labels"]
    except fine_tuning_rows.Failed as failure:
        return "refused: " + str(failure)
    text = tokenizer.decode([label for label in labels if label != -100])
    got = {word for word in words(row["messages"]) if word in text}
    wanted = words([message for message in row["messages"] if trained(message)])
    if got != wanted:
        return f"WRONG: lacks {sorted(wanted - got)}, has {sorted(got - wanted)}"
    if marking is None or any("weight" in message for message in row["messages"]):
        return "trained"
    marked = theirs(tokenizer, row, marking)
    return "trained, as TRL does" if {word for word in words(row["messages"]) if word in marked} == wanted \
        else f"WRONG: TRL trains on {marked!r}"


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def main():
    tokenizer = AutoTokenizer.from_pretrained(sys.argv[2])
    tokenizer.bos_token = tokenizer.bos_token or tokenizer.eos_token
    folder = os.path.join(os.path.dirname(importlib.util.find_spec("trl").origin), "chat_templates")
    for path in sorted(glob.glob(os.path.join(folder, "*.jinja"))):
        name = os.path.basename(path)[:-len(".jinja")]
        if name.endswith("_training"):
            continue
        tokenizer.chat_template = read(path)
        marking = path[:-len(".jinja")] + "_training.jinja"
        for row in ROWS:
            print(name, row, outcome(tokenizer, ROWS[row], read(marking) if os.path.exists(marking) else None))


main()
