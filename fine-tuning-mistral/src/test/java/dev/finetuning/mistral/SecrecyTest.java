package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.Secret;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.mistral.sandbox.MistralSandbox;
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
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Neither a key, in any spelling, nor a word of the records leaves by another door than the request. */
class SecrecyTest {
    private static final String KEY = "CANARY+key/42~";
    private static final String WANDB_KEY = "WANDBCANARY+key/42~".repeat(3).substring(0, 40);
    private static final String TOKEN = "TOKENCANARY+/42~";
    private static final String CONTENT = "CANARYCONTENT";

    @RegisterExtension
    final MistralSandbox sandbox = new MistralSandbox().plan(JobPlan.AT_ONCE);

    private final StringBuilder seen = new StringBuilder();

    private static List<String> forbidden() {
        return Stream.concat(
                        Stream.of(CONTENT),
                        Stream.of(KEY, WANDB_KEY, TOKEN)
                                .flatMap(key -> Stream.of(
                                        key,
                                        URLEncoder.encode(key, StandardCharsets.UTF_8),
                                        Base64.getEncoder()
                                                .withoutPadding()
                                                .encodeToString(key.getBytes(StandardCharsets.UTF_8)),
                                        Base64.getUrlEncoder()
                                                .withoutPadding()
                                                .encodeToString(key.getBytes(StandardCharsets.UTF_8)))))
                .toList();
    }

    @Test
    void everything_underFaultsAndAtTrace_keepsKeysAndContentToItself() {
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
        assertThat(seen.toString()).hasSizeGreaterThan(2_000).contains("OutcomeUnknownException", "***");
        forbidden().forEach(word -> assertThat(seen.toString()).doesNotContain(word));
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
        MistralSettings settings = MistralSettings.mistral(Secret.of(KEY))
                .baseUrl(sandbox.url())
                .timeout(Duration.ofMillis(500))
                .answerTimeout(Duration.ofMillis(500))
                .readPatience(Duration.ZERO)
                .addHeader("X-Gateway-Key", KEY)
                .addJobField("integrations", List.of(WandbIntegration.of("p", Secret.of(WANDB_KEY))))
                .build();
        MistralTrainingPipeline pipeline = new MistralTrainingPipeline(settings);
        note(settings);
        note(pipeline);
        note(pipeline.chatModel("m"));
        note(pipeline.chatModel("ft:classifier:m"));
        String echo = "The keys " + KEY + ", " + WANDB_KEY + " and " + TOKEN + " are bad";
        for (String operation : List.of(
                "POST /v1/files$", "POST /v1/fine_tuning/jobs$", "POST .*/start$", "POST /v1/chat", "POST /v1/batch")) {
            for (Fault fault : Fault.values()) {
                sandbox.failNext(operation, fault);
                useEverything(pipeline);
            }
            for (int status : List.of(400, 401, 403, 404, 410, 422, 429, 500)) {
                boolean keysOfJobs = operation.contains("fine_tuning/jobs");
                sandbox.answerNext(
                        operation, MistralSandbox.error(status, "code", keysOfJobs ? echo : "The key " + KEY));
                useEverything(pipeline);
            }
            sandbox.answerNext(operation, Answer.json(200, "{\"id\": \"x\", \"echo\": \"" + CONTENT));
            useEverything(pipeline);
        }
    }

    private void useEverything(MistralTrainingPipeline pipeline) {
        try {
            List<ChatExample> examples = IntStream.range(0, 12)
                    .mapToObj(i -> ChatExample.of(Message.user(CONTENT + i), Message.assistant(CONTENT)))
                    .toList();
            TrainingFile file = pipeline.upload(TrainingData.of("canary", examples));
            note(file);
            GithubRepository repository = GithubRepository.of("owner", "code", Secret.of(TOKEN));
            note(repository);
            TrainingJob job = pipeline.start(TrainingRequest.builder("m", file)
                    .addOption("repositories", List.of(repository))
                    .mark("run-1")
                    .build());
            note(job);
            note(pipeline.launch(job.id()));
            note(pipeline.events(job.id()));
            note(new ArrayList<>(pipeline.jobs(JobQuery.ALL).toList()));
            MistralChatModel model = (MistralChatModel)
                    pipeline.chatModel(pipeline.job(job.id()).model().orElseThrow());
            note(model.ask(ChatRequest.of(CONTENT)));
            note(model.submit(Map.of("a", ChatRequest.of(CONTENT))));
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
