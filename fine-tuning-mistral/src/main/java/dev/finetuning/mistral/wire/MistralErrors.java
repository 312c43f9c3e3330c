package dev.finetuning.mistral.wire;

import dev.finetuning.adapter.Refusal;
import dev.finetuning.adapter.RetryAfter;
import dev.finetuning.adapter.Scrubber;
import dev.finetuning.adapter.WireObject;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Mistral says beside an error status, in any of the five shapes seen: a list of findings in {@code
 * detail}, a text in {@code detail}, {@code {"object": "error", "message", "code"}} (whose message may be an
 * object again), the gateway's {@code {"message", "request_id"}}, or nothing at all.
 */
public final class MistralErrors {
    private static final String SILENCE = "no explanation was given";

    private MistralErrors() {}

    public static Refusal read(int status, HttpHeaders headers, byte[] body, Scrubber scrubber, InstantSource clock) {
        WireObject error = object(body);
        List<String> reasons =
                reasons(error).stream().map(scrubber::clean).distinct().toList();
        String code = code(error);
        String requestId = requestId(headers);
        return new Refusal(
                status,
                code == null ? null : scrubber.clean(code),
                scrubber.clean(String.join("; ", reasons)),
                reasons,
                requestId == null ? error.text("request_id") : requestId,
                RetryAfter.of(headers::firstValue, clock).orElse(null));
    }

    public static @Nullable String requestId(HttpHeaders headers) {
        return Stream.of("x-request-id", "mistral-correlation-id", "x-kong-request-id")
                .flatMap(name -> headers.firstValue(name).stream())
                .findFirst()
                .orElse(null);
    }

    private static WireObject object(byte[] body) {
        try {
            return WireObject.parse(body);
        } catch (IOException e) {
            return WireObject.EMPTY;
        }
    }

    /** The numeric code some errors carry as text, others as a number; their type says as much in words. */
    private static @Nullable String code(WireObject error) {
        String code = error.text("code");
        Long number = error.integer("code");
        String type = error.text("type");
        String first = code == null && number != null ? Long.toString(number) : code;
        return first == null ? type : first;
    }

    private static List<String> reasons(WireObject error) {
        List<String> reasons = new ArrayList<>();
        error.objects("detail").forEach(finding -> reasons.add(finding(finding)));
        Stream.of("detail", "message").forEach(field -> {
            String text = error.text(field);
            if (text != null) {
                reasons.add(text);
            }
        });
        if (error.hasObject("message")) {
            reasons.addAll(reasons(error.object("message")));
        }
        return reasons.isEmpty() ? List.of(SILENCE) : reasons;
    }

    /** A finding with the field it blames; its input, which is the caller's own content, is left out. */
    private static String finding(WireObject finding) {
        String place = String.join(".", finding.texts("loc"));
        String message = finding.text("msg", SILENCE);
        return place.isEmpty() ? message : place + ": " + message;
    }
}
