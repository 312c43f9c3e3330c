package dev.finetuning.adapter.chat;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.http.ProviderExchange;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.adapter.http.ProviderResponse;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.provider.AnswerCutOffException;
import dev.finetuning.provider.ProviderException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Questions to a host that answers with chat completions, whole or in events. Thread-safe.
 *
 * @param exchange the host
 * @param model the model to ask
 * @param noted is told each answer, for what its headers say
 */
public record ChatExchange(ProviderExchange exchange, String model, Consumer<ProviderResponse> noted) {
    /** Asks, and waits for the whole answer. */
    public ChatReply ask(ProviderRequest question) {
        Call call = Call.read("ask model", "model", model);
        long start = System.nanoTime();
        ProviderResponse answer = exchange.send(call, () -> question);
        return reply(call, answer, start);
    }

    /**
     * Asks, and hands over the text while it arrives.
     *
     * @param question asks for a stream
     * @throws AnswerCutOffException if the answer ends after the first text and before its end
     */
    public ChatReply stream(ProviderRequest question, Consumer<String> parts) {
        Call call = Call.read("ask model", "model", model);
        CompletionStream stream = new CompletionStream(parts);
        long start = System.nanoTime();
        ProviderResponse answer;
        try {
            answer = exchange.stream(call, () -> question, stream::accept);
        } catch (ProviderException e) {
            throw stream.begun() ? new AnswerCutOffException(e.incident(), e.reason(), stream.received(), e) : e;
        }
        if (!answer.body().isEmpty()) {
            ChatReply reply = reply(call, answer, start);
            if (!reply.text().isEmpty()) {
                parts.accept(reply.text());
            }
            return reply;
        }
        if (!stream.finished()) {
            ProviderException early = exchange.nonsense(call, answer, "the answer ended early");
            throw stream.begun()
                    ? new AnswerCutOffException(early.incident(), early.reason(), stream.received(), early)
                    : early;
        }
        return reply(call, new ProviderResponse(stream.whole(), answer.requestId(), answer.headers()), start);
    }

    private ChatReply reply(Call call, ProviderResponse answer, long start) {
        Duration latency = Duration.ofNanos(System.nanoTime() - start);
        noted.accept(answer);
        return Completions.reply(answer.body(), model, latency, answer.requestId())
                .orElseThrow(() -> exchange.nonsense(call, answer, "the completion has no message"));
    }
}
