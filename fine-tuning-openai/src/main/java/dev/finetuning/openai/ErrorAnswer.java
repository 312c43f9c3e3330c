package dev.finetuning.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.http.Headers;
import com.openai.errors.OpenAIServiceException;
import dev.finetuning.adapter.Refusal;
import dev.finetuning.adapter.RetryAfter;
import dev.finetuning.adapter.Scrubber;
import dev.finetuning.adapter.WireObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host says beside an error status, in any of the shapes seen: {@code {"error": {…}}}, the inner
 * object alone, {@code {"message"}}, {@code {"detail"}}, or no JSON at all.
 */
final class ErrorAnswer {
    private ErrorAnswer() {}

    static Refusal read(OpenAIServiceException answer, Scrubber scrubber, InstantSource clock) {
        WireObject error = errorObject(answer);
        String message = error.text("message");
        if (message == null) {
            message = error.text("detail", "no explanation was given");
        }
        String code = error.text("code");
        return new Refusal(
                answer.statusCode(),
                code == null ? null : scrubber.clean(code),
                scrubber.clean(message),
                List.of(scrubber.clean(reason(message, error.text("param")))),
                requestId(answer.headers()),
                RetryAfter.of(name -> answer.headers().values(name).stream().findFirst(), clock)
                        .orElse(null));
    }

    /** The message with the field it blames. */
    private static String reason(String message, @Nullable String param) {
        return param == null || message.contains(param) ? message : message + " (" + param + ")";
    }

    static @Nullable String requestId(Headers headers) {
        for (String name : List.of("x-request-id", "apim-request-id")) {
            List<String> values = headers.values(name);
            if (!values.isEmpty()) {
                return values.get(0);
            }
        }
        return null;
    }

    private static WireObject errorObject(OpenAIServiceException answer) {
        WireObject whole;
        try {
            JsonNode body = answer.body().convert(JsonNode.class);
            whole = WireObject.parse(String.valueOf(body).getBytes(StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException e) {
            whole = WireObject.EMPTY;
        }
        return whole.hasObject("error") ? whole.object("error") : whole;
    }
}
