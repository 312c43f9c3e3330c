package dev.finetuning.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.errors.OpenAIServiceException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a host says beside an error status, in any of the shapes seen: {@code {"error": {…}}}, the inner
 * object alone, {@code {"message"}}, {@code {"detail"}}, or no JSON at all.
 *
 * @param status the HTTP status
 * @param code the host's code, where it gave one
 * @param message its text, scrubbed and shortened; a stand-in where it gave none
 * @param param the request field it blames, where it names one
 * @param requestId the host's id of the request, where it gave one
 */
record ErrorAnswer(
        int status,
        @Nullable String code,
        String message,
        @Nullable String param,
        @Nullable String requestId) {

    static ErrorAnswer read(OpenAIServiceException answer, Scrubber scrubber) {
        WireObject error = errorObject(answer);
        String message = error.text("message");
        if (message == null) {
            message = error.text("detail", "no explanation was given");
        }
        String code = error.text("code");
        return new ErrorAnswer(
                answer.statusCode(),
                code == null ? null : scrubber.clean(code),
                scrubber.clean(message),
                error.text("param"),
                requestId(answer.headers()));
    }

    static @Nullable String requestId(com.openai.core.http.Headers headers) {
        for (String name : List.of("x-request-id", "apim-request-id")) {
            List<String> values = headers.values(name);
            if (!values.isEmpty()) {
                return values.get(0);
            }
        }
        return null;
    }

    private static WireObject errorObject(OpenAIServiceException answer) {
        JsonNode body;
        try {
            body = answer.body().convert(JsonNode.class);
        } catch (RuntimeException e) {
            body = null;
        }
        JsonNode whole = body != null && body.isObject() ? body : WireObject.MAPPER.createObjectNode();
        return new WireObject(whole.path("error").isObject() ? whole.get("error") : whole);
    }

    /** The message with the field it blames. */
    String reason() {
        return param == null || message.contains(param) ? message : message + " (" + param + ")";
    }

    boolean isTrainingRefused() {
        return status == 403 && "training_not_available".equals(code);
    }

    /** A freshly uploaded file may not be usable for a while; the refusal creates nothing. */
    boolean isFileNotReady() {
        String text = message.toLowerCase(Locale.ROOT);
        return "file_not_ready".equals(code) || (text.contains("file") && text.contains("not ready"));
    }
}
