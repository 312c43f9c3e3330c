"""The rows of a training file as tokens, rendered by the model's own chat template, and which of them are trained on.

A chat template may show a message differently once the conversation goes on: some drop earlier thoughts, some end the last
turn with a mark of its own. And it may leave out what it has no place for. So an answer is found by changing it and
looking where the text changes, and a row of which the template leaves something out is refused.
"""
import json
import os
import random
import re

# what a changed message is marked with: the first that the text does not have
MARKS = ["mark" + str(number) + "mark" for number in range(100)]
# what chat templates put around texts: marks in brackets, blanks, words
PIECE = re.compile(r"<[^<>]*>|\[[^\[\]]*\]|\s+|[^<\[\s]+|.")


class Failed(Exception):
    """The job cannot succeed as it was asked for."""

    def __init__(self, code, message, param=None, row=None):
        super().__init__(message)
        self.code, self.param, self.row = code, param, row


class Rows:
    """The rows of a training file as tokens, rendered by the model's own chat template."""

    def __init__(self, tokenizer, max_length):
        self.tokenizer, self.max_length = tokenizer, max_length

    def render(self, row, messages, number, prompt=False):
        try:
            return self.rendered(row, messages, prompt)
        except Exception as failure:
            as_text = [worded(message) for message in messages]
            if as_text == messages:
                raise refused(failure, row, number)
        try:
            return self.rendered(row, as_text, prompt)
        except Exception as failure:
            raise refused(failure, row, number)

    def rendered(self, row, messages, prompt):
        return self.tokenizer.apply_chat_template(
            messages, tools=row.get("tools") or None, tokenize=False, add_generation_prompt=prompt)

    def whole(self, row, messages, number):
        """The text of a conversation, of which nothing was left out that a message says."""
        text = self.render(row, messages, number)
        if row.get("tools") and text == self.render({}, messages, number):
            raise left_out("the tools", number)
        contents = [message["content"].strip() for message in messages]
        for index, message in enumerate(messages):
            content = contents[index]
            # long texts that stand there as often as they should need no second look
            if content and not (len(content) > 20 and text.count(content) >= contents.count(content)):
                if self.changed(row, messages, index, number, text, content=True) is None:
                    raise left_out(f"the content of message {index}", number)
            for call in range(len(message.get("tool_calls") or [])):
                if self.changed(row, messages, index, number, text, calls=[call]) is None:
                    raise left_out(f"tool call {call} of message {index}", number)
        return text

    def changed(self, row, messages, index, number, text, prompt=False, content=False, calls=()):
        """From where to where a text changes with the content and calls of a message, or None."""
        mark = next(mark for mark in MARKS if mark not in text)
        message = dict(messages[index])
        if content:
            message["content"] = mark + message["content"] + mark
        if calls:
            message["tool_calls"] = [
                marked(call, mark) if place in calls else call for place, call in enumerate(message["tool_calls"])]
        try:
            other = self.render(row, [*messages[:index], message, *messages[index + 1:]], number, prompt)
        except Failed:  # a template that looks at it does not leave it out
            return 0, len(text)
        if other == text:
            return None
        start = len(os.path.commonprefix([text, other]))
        end = len(os.path.commonprefix([text[start:][::-1], other[start:][::-1]]))
        return start, len(text) - end

    def place(self, row, messages, index, number, text, prompt=False):
        """Where a message's content and calls stand, or None."""
        calls = range(len(messages[index].get("tool_calls") or []))
        return self.changed(row, messages, index, number, text, prompt, content=True, calls=calls)

    def turn_end(self, row, messages, index, number, text, prompt=False):
        """Where the turn of a message ends in the text: behind what follows the message where it is the last one."""
        inside = self.place(row, messages, index, number, text)
        last = self.render(row, messages[:index + 1], number, prompt)
        alone = self.place(row, messages[:index + 1], index, number, last, prompt)
        if inside is None or alone is None:
            return None
        tail, rest = last[alone[1]:], text[inside[1]:]
        return inside[1] + len(agreed(tail, rest) if prompt else agreed(tail, rest).rstrip())

    def spans(self, row, messages, number):
        """The text of a conversation, and where in it the answers stand that are trained on."""
        text, spans = self.whole(row, messages, number), []
        for index, message in enumerate(messages):
            if message["role"] != "assistant" or message.get("weight") == 0:
                continue
            span = self.span_as_prefix(row, messages, index, number, text) \
                or self.span_by_change(row, messages, index, number, text)
            if span is None:
                raise Failed("template", f"the model's chat template shows message {index} of row {number} differently once "
                             "the conversation goes on, so that it cannot be trained on; give it the weight 0", row=number)
            spans.append(span)
        return text, spans

    def span_as_prefix(self, row, messages, index, number, text):
        """Where an answer stands in a text that only grows as the conversation goes on."""
        before = self.render(row, messages[:index], number, prompt=True) if index else ""
        upto = self.render(row, messages[:index + 1], number).rstrip()
        start = len(os.path.commonprefix([before, upto]))
        least = len(self.render(row, messages[:index], number)) if index else 0
        return (start, len(upto)) if start >= least and text.startswith(upto) else None

    def span_by_change(self, row, messages, index, number, text):
        """Where an answer stands in a text that shows earlier messages differently."""
        start = self.turn_end(row, messages, index - 1, number, text, prompt=True) if index else 0
        end = self.turn_end(row, messages, index, number, text)
        if start is None or end is None or start >= end:
            return None
        # some templates show a call, its result and then what was said beside the call
        for other in range(len(messages)):
            place = other != index and self.place(row, messages, other, number, text)
            if place and place[0] < end and place[1] > start:
                return None
        return start, end

    def supervised(self, row, number):
        text, spans = self.spans(row, plain(row["messages"]), number)
        encoded = self.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        ids = encoded["input_ids"]
        self.fits(len(ids), number)
        # a token that begins with the blank before an answer belongs to the answer
        labels = [token if any(at < end and until > start for start, end in spans) else -100
                  for token, (at, until) in zip(ids, encoded["offset_mapping"])]
        if all(label == -100 for label in labels):
            raise Failed("nothing_to_train", f"row {number} holds no answer to train on", row=number)
        return {"input_ids": ids, "labels": labels}

    def preference(self, row, number):
        return self.answers(row, number, "chosen", "rejected")

    def kto(self, row, number):
        return {**self.answers(row, number, "completion"), "label": row["label"]}

    def answers(self, row, number, *names):
        """One prompt and the texts that follow it; what the prompt alone ends with differently belongs to them."""
        prompt = plain(row["prompt"])
        start = self.render(row, prompt, number, prompt=True)
        texts = {name: self.whole(row, prompt + plain(row[name]), number).rstrip() for name in names}
        shared = min(len(os.path.commonprefix([start, text])) for text in texts.values())
        result = {"prompt": start[:shared], **{name: text[shared:] for name, text in texts.items()}}
        for name in names:
            self.fits(len(self.tokenizer(result["prompt"] + result[name], add_special_tokens=False)["input_ids"]), number)
        return result

    def fits(self, tokens, number):
        if tokens > self.max_length:
            raise Failed("row_too_long", f"row {number} takes {tokens} tokens, max_length is {self.max_length}",
                         param="max_length", row=number)

    def read(self, path, method, seed=None):
        """The rows of a file; in an order drawn by the seed, if there is one."""
        from datasets import Dataset
        make = getattr(self, method)
        with open(path, encoding="utf-8") as file:
            rows = [make(json.loads(line), number) for number, line in enumerate(file, 1)]
        if seed is not None:
            random.Random(seed).shuffle(rows)
        return Dataset.from_list(rows)


def refused(failure, row, number):
    return Failed("template", f"the model's chat template refuses row {number}: " + quoting(failure, row), row=number)


def left_out(what, number):
    return Failed("template", f"the model's chat template leaves out {what} of row {number}; leave the row out, or train a base "
                  "model whose template has a place for it", row=number)


def marked(call, mark):
    """A call of another function with other arguments."""
    function = call["function"]
    given = function["arguments"]
    return {**call, "function": {**function, "name": mark + function["name"],
                                 "arguments": {**given, mark: mark} if isinstance(given, dict) else str(given) + mark}}


def agreed(tail, rest):
    """The pieces with which both texts begin; at least the mark that ends a turn, if each begins with such a mark."""
    end = 0
    for piece in PIECE.findall(tail):
        if not rest.startswith(piece, end):
            break
        end += len(piece)
    if end == 0 and tail.startswith("<"):
        mark = re.match(r"<[^<>\s]+>", rest)
        end = mark.end() if mark else 0
    return rest[:end]


def plain(messages):
    """Messages as chat templates want them: content always there and a text, arguments of calls as objects."""
    result = []
    for message in messages:
        message = dict(message)
        content = message.get("content") or ""
        message["content"] = content if isinstance(content, str) else "".join(part.get("text", "") for part in content)
        if message.get("tool_calls"):
            message["tool_calls"] = [
                {**call, "function": {**call["function"], "arguments": arguments(call["function"]["arguments"])}}
                for call in message["tool_calls"]]
        result.append(message)
    return result


def worded(message):
    """A message as some templates want it: arguments of calls as JSON text."""
    calls = [{**call, "function": {**call["function"], "arguments": json.dumps(call["function"]["arguments"], ensure_ascii=False)}}
             if not isinstance(call["function"]["arguments"], str) else call for call in message.get("tool_calls") or []]
    return {**message, "tool_calls": calls} if calls else message


def arguments(text):
    try:
        return json.loads(text) if text else {}
    except ValueError:
        return text


def quoting(failure, row):
    """What a template says, unless it repeats what stands in the row."""
    said = str(failure)[:200]
    texts = [part for message in row.get("messages", []) + row.get("prompt", []) for part in str(message.get("content")).split()]
    return type(failure).__name__ if any(len(text) > 3 and text in said for text in texts) else f"{type(failure).__name__}: {said}"


def tokenizer(kind, path):
    """The base model's tokenizer; it must be able to render conversations and to fill rows up."""
    loaded = kind.from_pretrained(path)
    if loaded.chat_template is None:
        raise Failed("template", "the base model's tokenizer has no chat template", param="base_model")
    if loaded.pad_token is None:
        loaded.pad_token = loaded.eos_token
    return loaded
