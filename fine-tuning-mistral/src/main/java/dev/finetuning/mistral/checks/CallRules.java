package dev.finetuning.mistral.checks;

import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.ToolCall;
import dev.finetuning.format.writing.ToolCallIds;
import dev.finetuning.mistral.tokens.TokenizerVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls have ids of the wanted form, and answers to match. */
final class CallRules {
    private static final String CALLS_REMEDY =
            "Give calls and answers ids of 9 letters and digits, or let" + " MistralRemedies.toolCallIds() do it.";
    private static final String NO_ID = "null";

    private final List<Message> messages;
    private final List<Message> completed;
    private final Place place;
    private final TokenizerVersion version;

    CallRules(List<Message> messages, Place place, TokenizerVersion version) {
        this.messages = messages;
        this.completed = ToolCallIds.completed(messages);
        this.place = place;
        this.version = version;
    }

    void look() {
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            Place at = place.message(i);
            for (int c = 0; c < message.toolCalls().size(); c++) {
                callId(message.toolCalls().get(c).id().orElse(null), at.at("/tool_calls/" + c + "/id"), i);
            }
            if (message.role() == Role.TOOL) {
                answerId(message.toolCallId().orElse(null), at.at("/tool_call_id"), completed.get(i));
            }
        }
        if (version.since(TokenizerVersion.V11)) {
            matchIds();
        } else {
            countAnswers();
        }
    }

    private void callId(@Nullable String id, Place at, int index) {
        if (id == null) {
            at.warning("tool_call_id_missing", "The call has no id; one is made when it is written.", CALLS_REMEDY);
        } else if (!(id.equals(NO_ID) && index == messages.size() - 1 && !version.since(TokenizerVersion.V13))) {
            form(id, at);
        }
    }

    private void answerId(@Nullable String id, Place at, Message written) {
        if (id != null) {
            form(id, at);
        } else if (written.toolCallId().isEmpty()) {
            at.error("tool_call_id_missing", "The answer names no call, and none waits for it.", CALLS_REMEDY);
        } else {
            at.warning(
                    "tool_call_id_missing",
                    "The answer names no call; it is written as the answer to the one that waits.",
                    CALLS_REMEDY);
        }
    }

    private void form(String id, Place at) {
        boolean free = version.since(TokenizerVersion.V13);
        boolean any = !version.since(TokenizerVersion.V3);
        boolean good = any || (free ? !id.isEmpty() && !id.equals(NO_ID) : ToolCallIds.wellFormed(id));
        if (!good) {
            at.error(
                    "tool_call_id_form",
                    free ? "The id is empty or null." : "The id is not made of 9 letters and digits.",
                    CALLS_REMEDY);
        }
    }

    /** Before the next answer, as many results as there were calls; at the end, no more than that. */
    private void countAnswers() {
        int expected = 0;
        for (int i = 0; i < completed.size(); i++) {
            Message message = completed.get(i);
            if (message.role() == Role.TOOL) {
                expected--;
            } else if (message.role() == Role.ASSISTANT) {
                if (expected != 0) {
                    unbalanced(i, expected);
                }
                expected = message.toolCalls().size();
            }
        }
        if (expected < 0) {
            unbalanced(completed.size() - 1, expected);
        }
    }

    private void unbalanced(int index, int expected) {
        place.message(index)
                .error(
                        "tool_answers_unbalanced",
                        expected > 0
                                ? expected + " tool calls before this message have no answer."
                                : -expected + " answers of tools before this message belong to no call.",
                        "Let a tool message follow for each call, and no other.");
    }

    /** Every answer names a call of the turn before it, each once. */
    private void matchIds() {
        Set<String> waiting = new HashSet<>();
        Set<String> answered = new HashSet<>();
        for (int i = 0; i < completed.size(); i++) {
            Message message = completed.get(i);
            if (message.role() == Role.TOOL) {
                matched(message.toolCallId().orElse(null), i, waiting, answered);
            } else if (message.role() == Role.ASSISTANT) {
                if (waiting.size() != answered.size()) {
                    unbalanced(i, waiting.size() - answered.size());
                }
                waiting.clear();
                answered.clear();
                expect(message.toolCalls(), i, waiting);
            }
        }
    }

    private void expect(List<ToolCall> calls, int index, Set<String> waiting) {
        for (int c = 0; c < calls.size(); c++) {
            if (!waiting.add(calls.get(c).id().orElse("null"))) {
                place.message(index)
                        .at("/tool_calls/" + c + "/id")
                        .error("tool_call_id_twice", "Two calls of the message have the same id.", CALLS_REMEDY);
            }
        }
    }

    private void matched(@Nullable String id, int index, Set<String> waiting, Set<String> answered) {
        if (id != null && !(waiting.contains(id) && answered.add(id))) {
            place.message(index)
                    .at("/tool_call_id")
                    .error(
                            "tool_call_id_unmatched",
                            "The answer names no call that waits for one.",
                            "Repeat the id of the call, once.");
        }
    }
}
