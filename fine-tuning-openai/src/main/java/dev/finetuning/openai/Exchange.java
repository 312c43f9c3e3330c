package dev.finetuning.openai;

import com.google.errorprone.annotations.MustBeClosed;
import com.openai.core.http.HttpResponse;
import com.openai.errors.InvalidResourceIdException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.OpenAIServiceException;
import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.Failures;
import dev.finetuning.adapter.WireObject;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * One request and its raw answer: the vendor's client sends, its typed models are left alone, and the
 * body is read whole (up to a limit) into a {@link WireObject}. Nothing is sent twice here.
 */
final class Exchange {
    /** No answer other than a file's content is anywhere near this. */
    private static final int LARGEST_ANSWER = 64 << 20;

    private final Failures failures;
    private final Refusals refusals;

    Exchange(Failures failures, Refusals refusals) {
        this.failures = failures;
        this.refusals = refusals;
    }

    Failures failures() {
        return failures;
    }

    /** Sends and reads the answer. */
    Answer send(Call call, Request request) {
        try (HttpResponse response = open(call, request)) {
            byte[] body = read(call, response);
            String requestId = ErrorAnswer.requestId(response.headers());
            try {
                return new Answer(WireObject.parse(body), requestId);
            } catch (IOException e) {
                throw failures.ofNonsense(call, response.statusCode(), requestId, String.valueOf(e.getMessage()));
            }
        }
    }

    /** Sends and hands out the answer unread; the caller closes it. */
    @MustBeClosed
    HttpResponse open(Call call, Request request) {
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

    private byte[] read(Call call, HttpResponse response) {
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
