package dev.finetuning.eval;

import dev.finetuning.asking.RetryPolicy;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.eval.report.Report;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.eval.scorer.Levenshtein;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The process that is killed: evaluates a model behind HTTP, keeps answers in a folder, writes a report. */
final class KilledEvaluation {
    static final int CONCURRENCY = 16;

    private KilledEvaluation() {}

    /** Arguments: the model's address, the journal's folder, the report's file, how many cases. */
    public static void main(String[] args) throws IOException {
        List<TestCase> cases = Cases.numbered(Integer.parseInt(args[3]));
        try (FileJournal journal = FileJournal.in(Path.of(args[1]))) {
            Evaluator evaluator = Evaluator.builder()
                    .scorers(new Levenshtein(), new ExactMatch())
                    .asking(settings -> settings.concurrency(CONCURRENCY)
                            .retries(new RetryPolicy(20, Duration.ofMillis(2), Duration.ofMillis(20)))
                            .journal(journal))
                    .build();
            Evaluation evaluation = evaluator.evaluate(cases, new RemoteModel(URI.create(args[0])));
            Report.builder("Sandbox").candidate(evaluation).build().writeHtml(Path.of(args[2]));
        }
    }

    /** What the sandbox says the answer took; its own time would differ from call to call. */
    static Duration claimedLatency(String question) {
        return Duration.ofMillis(100 + Math.floorMod(question.hashCode(), 900));
    }

    private static final class RemoteModel implements ChatModel {
        private static final Incident INCIDENT = Incident.of("sandbox", "ask");
        private final HttpClient http = HttpClient.newHttpClient();
        private final URI address;

        RemoteModel(URI address) {
            this.address = address;
        }

        @Override
        public String id() {
            return "sandbox-model";
        }

        @Override
        public ChatReply ask(ChatRequest request) {
            String question = request.messages().get(0).text();
            HttpResponse<String> response = post(question);
            if (response.statusCode() == 429 || response.statusCode() == 503) {
                throw new RetryLaterException(INCIDENT, "busy", null, null);
            }
            if (response.statusCode() != 200) {
                throw new RequestRejectedException(INCIDENT, List.of("refused"), null);
            }
            return ChatReply.of(id(), response.body(), Usage.of(11, 3), claimedLatency(question));
        }

        private HttpResponse<String> post(String question) {
            HttpRequest post = HttpRequest.newBuilder(address)
                    .POST(HttpRequest.BodyPublishers.ofString(question))
                    .build();
            try {
                return http.send(post, HttpResponse.BodyHandlers.ofString());
            } catch (InterruptedException e) {
                throw new UncheckedIOException(new InterruptedIOException("interrupted"));
            } catch (IOException e) {
                throw new RetryLaterException(INCIDENT, "connection failed", null, e);
            }
        }
    }
}
