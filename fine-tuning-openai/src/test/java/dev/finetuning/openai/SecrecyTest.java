package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.Secret;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Neither the key, in any spelling, nor a word of the records leaves by another door than the request. */
class SecrecyTest {
    private static final String KEY = "sk-CANARY+key/42~";
    private static final String CONTENT = "CANARYCONTENT";
    private static final List<String> FORBIDDEN = List.of(
            KEY,
            CONTENT,
            URLEncoder.encode(KEY, StandardCharsets.UTF_8),
            Base64.getEncoder().withoutPadding().encodeToString(KEY.getBytes(StandardCharsets.UTF_8)),
            Base64.getUrlEncoder().withoutPadding().encodeToString(KEY.getBytes(StandardCharsets.UTF_8)));

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox().plan(JobPlan.AT_ONCE);

    private final StringBuilder seen = new StringBuilder();

    @Test
    void everything_underFaultsAndAtTrace_keepsKeyAndContentToItself() {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Handler everything = listener();
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        root.addHandler(everything);
        root.setLevel(Level.ALL);
        try (PrintStream caught = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(caught);
            System.setErr(caught);
            exercise();
        } finally {
            System.setOut(out);
            System.setErr(err);
            root.setLevel(before);
            root.removeHandler(everything);
        }
        seen.append(printed.toString(StandardCharsets.UTF_8));
        assertThat(seen.toString()).hasSizeGreaterThan(2_000).contains("OutcomeUnknownException");
        FORBIDDEN.forEach(word -> assertThat(seen.toString()).doesNotContain(word));
    }

    private Handler listener() {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                seen.append(record.getMessage()).append('\n');
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private void exercise() {
        OpenAiSettings settings = OpenAiSettings.openAi(Secret.of(KEY))
                .baseUrl(sandbox.url())
                .timeout(Duration.ofMillis(500))
                .answerTimeout(Duration.ofMillis(500))
                .build();
        try (OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(settings)) {
            note(settings);
            note(pipeline);
            for (String operation : List.of("POST /v1/files$", "POST /v1/fine_tuning/jobs$", "POST /v1/chat")) {
                for (Fault fault : Fault.values()) {
                    sandbox.failNext(operation, fault);
                    useEverything(pipeline);
                }
                for (int status : List.of(400, 401, 403, 404, 429, 500)) {
                    sandbox.answerNext(operation, OpenAiSandbox.error(status, "code", "The key " + KEY + " is bad"));
                    useEverything(pipeline);
                }
                sandbox.answerNext(operation, Answer.json(200, "{\"id\": \"x\", \"echo\": \"" + CONTENT));
                useEverything(pipeline);
            }
        }
    }

    private void useEverything(OpenAiTrainingPipeline pipeline) {
        try {
            List<ChatExample> examples = IntStream.range(0, 12)
                    .mapToObj(i -> ChatExample.of(Message.user(CONTENT + i), Message.assistant(CONTENT)))
                    .toList();
            TrainingFile file = pipeline.upload(TrainingData.of("canary", examples));
            note(file);
            TrainingJob job = pipeline.start(
                    TrainingRequest.builder("m", file).mark("run-1").build());
            note(job);
            note(pipeline.events(job.id()));
            note(new ArrayList<>(pipeline.jobs(JobQuery.ALL).toList()));
            note(pipeline.chatModel(job.model().orElseThrow()).ask(ChatRequest.of(CONTENT)));
            pipeline.files().delete(file.id());
        } catch (RuntimeException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            note(trace);
        }
    }

    private void note(Object anything) {
        seen.append(anything).append('\n');
    }
}
