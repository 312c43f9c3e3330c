package dev.finetuning.openweights.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.ChatEvents;
import dev.finetuning.sandbox.ChatQuestion;
import dev.finetuning.sandbox.Json;
import java.util.List;
import java.util.Map;

/** Chat completions as vLLM and llama.cpp answer them. */
final class HostedChat {
    private HostedChat() {}

    static Answer answer(JsonNode body, String model, ChatModel by) {
        ChatReply reply = by.ask(ChatRequest.of(ChatQuestion.messages(body)));
        Map<String, Object> usage = Json.map(
                "prompt_tokens",
                7,
                "completion_tokens",
                Math.max(1, reply.text().length() / 4));
        Map<String, Object> head = Json.map("id", "chatcmpl-1", "created", 1_796_000_000, "model", model);
        if (!body.path("stream").asBoolean()) {
            head.put("object", "chat.completion");
            head.put(
                    "choices",
                    List.of(Json.map(
                            "index",
                            0,
                            "finish_reason",
                            reply.finishReason(),
                            "message",
                            Json.map("role", "assistant", "content", reply.text(), "tool_calls", List.of()))));
            head.put("usage", usage);
            return Answer.ok(head).with("x-request-id", "req-1");
        }
        head.put("object", "chat.completion.chunk");
        ChatEvents events = new ChatEvents(head);
        events.add(Json.map("role", "assistant", "content", ""), null);
        events.addText(reply.text());
        events.add(Json.map("content", ""), reply.finishReason());
        if (body.path("stream_options").path("include_usage").asBoolean()) {
            events.addBare(Json.map("choices", List.of(), "usage", usage));
        }
        return events.answer().with("x-request-id", "req-1");
    }
}
