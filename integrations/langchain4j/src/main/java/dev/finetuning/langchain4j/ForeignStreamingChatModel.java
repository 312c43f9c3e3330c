package dev.finetuning.langchain4j;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Deadline;
import dev.finetuning.provider.AnswerCutOffException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RetryLaterException;
import dev.langchain4j.model.chat.StreamingChatModel;
import java.util.function.Consumer;

/** A model of LangChain4j with its streaming twin, as this library knows models. */
record ForeignStreamingChatModel(
        String provider, String id, dev.langchain4j.model.chat.ChatModel model, StreamingChatModel streaming)
        implements ChatModel {
    ForeignStreamingChatModel {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a model needs an id");
        }
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        return new ForeignChatModel(provider, id, model).ask(request);
    }

    @Override
    public ChatReply stream(ChatRequest request, Consumer<String> parts) {
        var question = RequestWriter.write(request, provider, id);
        Deadline deadline = Deadline.of(request, provider, id);
        deadline.check();
        StreamedEvents events = new StreamedEvents();
        try {
            streaming.chat(question, events);
        } catch (RuntimeException e) {
            throw Failures.ours(provider, id, e);
        }
        StringBuilder received = new StringBuilder();
        try {
            StreamedEvents.Event event = events.next(deadline);
            while (event instanceof StreamedEvents.Part part) {
                received.append(part.text());
                parts.accept(part.text());
                event = events.next(deadline);
            }
            if (event instanceof StreamedEvents.Failed failed) {
                throw cutOff(received, Failures.ours(provider, id, failed.failure()));
            }
            var response = ((StreamedEvents.Complete) event).response();
            return Responses.of(response, id, deadline.elapsed());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cutOff(
                    received,
                    new RetryLaterException(Incident.of(provider, "ask " + id), "interrupted while waiting", null, e));
        } finally {
            events.end();
        }
    }

    private static ProviderException cutOff(StringBuilder received, ProviderException failure) {
        return received.isEmpty()
                ? failure
                : new AnswerCutOffException(failure.incident(), failure.reason(), received.toString(), failure);
    }
}
