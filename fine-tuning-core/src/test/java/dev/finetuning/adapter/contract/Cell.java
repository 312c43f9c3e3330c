package dev.finetuning.adapter.contract;

import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.sandbox.ProviderSandbox;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Something a provider may do with one request.
 *
 * @param name what tables call it
 * @param carriedOut whether the provider did what it was asked
 * @param plan lines it up for the next request that the regular expression finds
 */
record Cell(String name, boolean carriedOut, Plan plan) {
    private static final String WORDS = "{\"error\":{\"message\":\"the disk is full\",\"code\":\"x\"}}";
    private static final List<Integer> REFUSALS =
            List.of(400, 401, 402, 403, 404, 405, 407, 409, 410, 413, 422, 429, 501);
    private static final List<Integer> FAILURES = List.of(408, 499, 500, 503, 504, 524);
    private static final List<Integer> REDIRECTS = List.of(300, 301, 302, 303, 304, 307, 308);

    /** Lines something up at a sandbox. */
    @FunctionalInterface
    interface Plan {
        void lineUp(ProviderSandbox<?> sandbox, String line);
    }

    /**
     * All of them.
     *
     * @param elsewhere where redirects lead
     */
    static List<Cell> all(String elsewhere) {
        List<Cell> cells = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            String name = fault.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            cells.add(new Cell(name, fault.carriedOut(), (sandbox, line) -> sandbox.failNext(line, fault)));
        }
        cells.addAll(oddAnswers());
        REFUSALS.forEach(status -> cells.add(refusal("" + status, Answer.json(status, WORDS))));
        cells.add(refusal("429, retry after a year", Answer.json(429, WORDS).with("Retry-After", "31536000")));
        FAILURES.forEach(status -> cells.add(refusal("" + status, Answer.json(status, WORDS))));
        cells.add(refusal("503, retry after 0", Answer.json(503, WORDS).with("Retry-After", "0")));
        REDIRECTS.forEach(status -> cells.add(refusal(
                status + " to another origin", Answer.json(status, WORDS).with("Location", elsewhere + "/v1/x"))));
        return cells;
    }

    private static List<Cell> oddAnswers() {
        return List.of(
                changed("answer without mark", Cell::withoutMark),
                changed("200 with an error body", answer -> Answer.json(200, WORDS)),
                changed("200 with {}", answer -> Answer.json(200, "{}")),
                changed("200 with null", answer -> Answer.json(200, "null")),
                changed("200 with data null", answer -> Answer.json(200, "{\"data\":null}")),
                changed("200 with a page of HTML", answer -> html()),
                changed("200 without a body", answer -> Answer.json(200, "")),
                changed("204", answer -> Answer.json(204, "")),
                changed("202", answer -> Answer.of(202, "application/json", answer.body())),
                changed("nested 1,200 deep", answer -> with(answer, "\"x\":" + "[".repeat(1_200) + "]".repeat(1_200))),
                changed("number of 1,001 digits", answer -> with(answer, "\"x\":" + "1".repeat(1_001))),
                changed("name of 50,001 characters", answer -> with(answer, "\"" + "n".repeat(50_001) + "\":1")),
                changed("answer of 17 MiB", answer -> with(answer, "\"x\":\"" + "x".repeat(17 << 20) + "\"")));
    }

    private static Cell changed(String name, UnaryOperator<Answer> change) {
        return new Cell(name, true, (sandbox, line) -> sandbox.changeNext(line, change));
    }

    private static Cell refusal(String name, Answer answer) {
        return new Cell(name, false, (sandbox, line) -> sandbox.answerNext(line, answer));
    }

    private static Answer html() {
        return Answer.of(200, "text/html", "<html>Welcome</html>".getBytes(StandardCharsets.UTF_8));
    }

    private static Answer withoutMark(Answer answer) {
        String json = text(answer)
                .replaceAll("\"metadata\":\\{[^{}]*}", "\"metadata\":null")
                .replaceAll("\"suffix\":\"[^\"]*\"", "\"suffix\":null");
        return Answer.json(answer.status(), json);
    }

    private static Answer with(Answer answer, String field) {
        String json = text(answer);
        return Answer.json(answer.status(), json.substring(0, json.lastIndexOf('}')) + "," + field + "}");
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
