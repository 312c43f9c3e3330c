package dev.finetuning.langchain4j;

import dev.finetuning.chat.Deadline;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a streaming model says in its own threads, for the thread that asked. */
final class StreamedEvents implements StreamingChatResponseHandler {
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile @Nullable StreamingHandle handle;
    private volatile boolean ended;

    sealed interface Event {}

    record Part(String text) implements Event {}

    record Complete(ChatResponse response) implements Event {}

    record Failed(RuntimeException failure) implements Event {}

    /** The next event, once there is one; the end of the deadline is a failure. */
    Event next(Deadline deadline) throws InterruptedException {
        Optional<Duration> left = deadline.left();
        if (left.isEmpty()) {
            return events.take();
        }
        Event event = events.poll(left.get().toNanos(), TimeUnit.NANOSECONDS);
        return event == null ? new Failed(deadline.passed()) : event;
    }

    /** Ends the call, if it is not over; nobody waits for its events any more. */
    void end() {
        ended = true;
        StreamingHandle call = handle;
        if (call != null) {
            call.cancel();
        }
    }

    @Override
    public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
        handle = context.streamingHandle();
        if (ended) {
            context.streamingHandle().cancel();
        } else {
            onPartialResponse(part.text());
        }
    }

    @Override
    public void onPartialResponse(String part) {
        if (!ended && !part.isEmpty()) {
            events.add(new Part(part));
        }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        handle = null;
        events.add(new Complete(response));
    }

    @Override
    public void onError(Throwable failure) {
        handle = null;
        events.add(new Failed(
                failure instanceof RuntimeException known
                        ? known
                        : new LangChain4jException(failure.getClass().getName(), failure)));
    }
}
