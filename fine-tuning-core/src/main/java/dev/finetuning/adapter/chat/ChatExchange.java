package dev.finetuning.adapter.chat;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.http.ProviderExchange;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.adapter.http.ProviderResponse;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Deadline;
import dev.finetuning.provider.AnswerCutOffException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RetryLaterException;
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
    /**
     * Asks, and waits for the whole answer.
     *
     * @param request the question as the caller gave it
     * @param form the same as it is sent
     */
    public ChatReply ask(ChatRequest request, ProviderRequest form) {
        Call call = Call.read("ask model", "model", model);
        Deadline deadline = Deadline.of(request, exchange.provider(), model);
        try {
            ProviderResponse answer = exchange.send(call, () -> QuestionLimit.on(deadline, form));
            return reply(call, answer, deadline);
        } catch (RetryLaterException e) {
            throw QuestionLimit.failure(deadline, e);
        }
    }

    /**
     * Asks, and hands over the text while it arrives.
     *
     * @param request the question as the caller gave it
     * @param form the same as it is sent; asks for a stream
     * @throws AnswerCutOffException if the answer ends after the first text and before its end
     */
    public ChatReply stream(ChatRequest request, ProviderRequest form, Consumer<String> parts) {
        Call call = Call.read("ask model", "model", model);
        CompletionStream stream = new CompletionStream(parts);
        Deadline deadline = Deadline.of(request, exchange.provider(), model);
        ProviderResponse answer;
        try {
            answer = exchange.stream(call, () -> QuestionLimit.on(deadline, form), stream::accept);
        } catch (ProviderException failed) {
            ProviderException e = QuestionLimit.failure(deadline, failed);
            throw stream.begun() ? new AnswerCutOffException(e.incident(), e.reason(), stream.received(), e) : e;
        }
        if (!answer.body().isEmpty()) {
            ChatReply reply = reply(call, answer, deadline);
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
        return reply(call, new ProviderResponse(stream.whole(), answer.requestId(), answer.headers()), deadline);
    }

    private ChatReply reply(Call call, ProviderResponse answer, Deadline deadline) {
        Duration latency = deadline.elapsed();
        noted.accept(answer);
        return Completions.reply(answer.body(), model, latency, answer.requestId())
                .orElseThrow(() -> exchange.nonsense(call, answer, "the completion has no message"));
    }
}
