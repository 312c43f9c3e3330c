package dev.finetuning.openai;

import com.google.errorprone.annotations.MustBeClosed;
import com.openai.core.http.HttpResponse;
import com.openai.errors.InvalidResourceIdException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.OpenAIServiceException;
import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.Failures;
import dev.finetuning.adapter.ReadRetries;
import dev.finetuning.adapter.WireObject;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * One request and its raw answer: the vendor's client sends, its typed models are left alone, and the
 * body is read whole (up to a limit) into a {@link WireObject}. Reads may be repeated; nothing else is sent
 * twice.
 */
final class Exchange {
    /** No answer other than a file's content is anywhere near this. */
    private static final int LARGEST_ANSWER = 64 << 20;

    private final Failures failures;
    private final Refusals refusals;
    private final ReadRetries retries;

    Exchange(Failures failures, Refusals refusals, ReadRetries retries) {
        this.failures = failures;
        this.refusals = refusals;
        this.retries = retries;
    }

    Failures failures() {
        return failures;
    }

    /** Sends a request that changes nothing and reads the answer, again where that may help. */
    Answer read(Call call, Request request) {
        return retries.read(() -> send(call, request));
    }

    /** As {@link #read}, but hands out the answer unread; the caller closes it. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed on as it is opened; a failed attempt opens none
    HttpResponse openToRead(Call call, Request request) {
        return retries.read(() -> open(call, request));
    }

    /** Sends, once, and reads the answer. */
    Answer send(Call call, Request request) {
        try (HttpResponse response = open(call, request)) {
            byte[] body = content(call, response);
            String requestId = ErrorAnswer.requestId(response.headers());
            try {
                return new Answer(WireObject.parse(body), requestId);
            } catch (IOException e) {
                throw failures.ofNonsense(call, response.statusCode(), requestId, String.valueOf(e.getMessage()));
            }
        }
    }

    /** Sends, once, and hands out the answer unread; the caller closes it. */
    @MustBeClosed
    private HttpResponse open(Call call, Request request) {
        try {
            return request.send();
        } catch (OpenAIServiceException e) {
            throw refusals.ofAnswer(call, e);
        } catch (InvalidResourceIdException | OpenAIInvalidDataException e) {
            throw refusals.ofRefusal(call, e);
        } catch (OpenAIException e) {
            throw failures.ofConnection(call, e);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw refusals.ofRefusal(call, e);
        }
    }

    private byte[] content(Call call, HttpResponse response) {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(LARGEST_ANSWER + 1);
            if (bytes.length > LARGEST_ANSWER) {
                throw failures.ofNonsense(
                        call, response.statusCode(), null, "the answer has over " + LARGEST_ANSWER + " bytes");
            }
            return bytes;
        } catch (IOException | OpenAIException e) {
            throw failures.ofConnection(call, e);
        }
    }

    /** Sends a request and hands out the raw answer. */
    @FunctionalInterface
    interface Request {
        @MustBeClosed
        HttpResponse send();
    }

    /**
     * A whole answer.
     *
     * @param body its JSON
     * @param requestId the host's id of the request, where it gave one
     */
    record Answer(WireObject body, @Nullable String requestId) {}
}
