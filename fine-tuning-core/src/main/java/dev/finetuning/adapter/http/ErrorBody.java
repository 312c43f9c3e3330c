package dev.finetuning.adapter.http;

import dev.finetuning.adapter.Refusal;
import dev.finetuning.adapter.RetryAfter;
import dev.finetuning.adapter.Scrubber;
import dev.finetuning.adapter.WireObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a provider says beside an error status, in any of the shapes seen: {@code {"error": {…}}}, {@code
 * {"error": "text"}}, {@code {"errors": […]}}, {@code {"message"}} whose message may be an object again,
 * {@code {"detail"}} as a text or as a list of findings, plain text, a page of HTML, or nothing at all.
 */
public final class ErrorBody {
    private static final String SILENCE = "no explanation was given";
    private static final int MAX_DEPTH = 4;
    private static final int MAX_REASONS = 20;
    private static final int LONGEST_TEXT = 4_000;
    private static final Pattern TAG = Pattern.compile("<[^<>]{0,200}>");

    private ErrorBody() {}

    /**
     * The refusal that an error answer is.
     *
     * @param requestIds names of the headers that may hold the provider's id of a request, lower case
     */
    static Refusal refusal(Transport.Reply reply, List<String> requestIds, Scrubber scrubber, InstantSource clock) {
        WireObject error = object(reply.body());
        List<String> reasons = reasons(reply.body(), error).stream()
                .map(scrubber::clean)
                .filter(words -> !words.isEmpty())
                .distinct()
                .toList();
        List<String> given = reasons.isEmpty() ? List.of(SILENCE) : reasons;
        Optional<String> requestId = requestId(reply.headers(), requestIds);
        return new Refusal(
                reply.status(),
                code(error).map(scrubber::clean),
                scrubber.clean(String.join("; ", given)),
                given,
                requestId.or(() -> error.text("request_id")),
                RetryAfter.of(reply.headers(), clock));
    }

    /** The provider's id of a request. */
    static Optional<String> requestId(Function<String, Optional<String>> headers, List<String> names) {
        return names.stream().flatMap(name -> headers.apply(name).stream()).findFirst();
    }

    /** What an object that should have been something else says of an error; empty where it says nothing. */
    public static Optional<String> in(WireObject answer) {
        List<String> reasons = new ArrayList<>();
        collect(answer, 0, reasons);
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
    }

    private static WireObject object(byte[] body) {
        try {
            return WireObject.parse(body);
        } catch (IOException e) {
            return WireObject.EMPTY;
        }
    }

    private static List<String> reasons(byte[] body, WireObject error) {
        List<String> reasons = new ArrayList<>();
        collect(error, 0, reasons);
        return reasons.isEmpty() && error.isEmpty() ? List.of(plain(body)) : reasons;
    }

    /** An answer that is no JSON object: the text itself, or that of a page. */
    private static String plain(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, LONGEST_TEXT), StandardCharsets.UTF_8).strip();
        if (text.startsWith("{") || text.startsWith("[")) {
            return "";
        }
        return text.startsWith("<") ? TAG.matcher(text).replaceAll(" ") : text;
    }

    private static void collect(WireObject error, int depth, List<String> reasons) {
        if (depth > MAX_DEPTH || reasons.size() >= MAX_REASONS) {
            return;
        }
        if (error.hasObject("error")) {
            collect(error.object("error"), depth + 1, reasons);
            return;
        }
        Stream.of("detail", "errors")
                .forEach(list ->
                        error.forEach(list, MAX_REASONS, finding -> finding(finding, depth, reasons), reasons::add));
        Stream.of("detail", "message")
                .filter(error::hasObject)
                .forEach(field -> collect(error.object(field), depth + 1, reasons));
        String blamed = error.text("param", "");
        Stream.of("message", "detail", "error", "errors", "error_description", "title")
                .map(field -> error.text(field, ""))
                .filter(words -> !words.isBlank())
                .findFirst()
                .ifPresent(words ->
                        reasons.add(blamed.isEmpty() || words.contains(blamed) ? words : words + " (" + blamed + ")"));
    }

    /** A finding with the field it blames; its input, which is the caller's own content, is left out. */
    private static void finding(WireObject finding, int depth, List<String> reasons) {
        String message = finding.text("msg", "");
        if (message.isEmpty()) {
            collect(finding, depth + 1, reasons);
            return;
        }
        String place = String.join(".", finding.texts("loc"));
        reasons.add(place.isEmpty() ? message : place + ": " + message);
    }

    /** A code as text or as a number; the type says as much in words. */
    private static Optional<String> code(WireObject whole) {
        WireObject error = whole.hasObject("error") ? whole.object("error") : whole;
        OptionalLong number = error.integer("code");
        return Stream.of(
                        error.text("code", ""),
                        number.isPresent() ? Long.toString(number.getAsLong()) : "",
                        error.text("type", ""))
                .filter(code -> !code.isBlank())
                .findFirst();
    }
}
