package dev.finetuning;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.Provenance;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.example.Validation;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.run.RunQuery;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Goes on with runs that an earlier commit began. */
final class EarlierRuns {
    /** A day after the earlier commit wrote its last entry. */
    static final Instant LATER = Instant.parse("2026-05-06T00:00:00Z");

    private static final Set<String> NOT_SENT =
            Set.of("open-upload", "open-preference", "open-reinforcement", "open-classifier", "open-submit");

    private final ManualTime time = ManualTime.startingAt(LATER);
    private final List<TrainingRequest> sent = new ArrayList<>();
    private final List<Example> measured = new ArrayList<>();
    private final FineTuningRuns runs;

    EarlierRuns(Journal journal, Path data, ModelRegistry registry) {
        ChatModel model = ScriptedChatModel.echo("tuned");
        runs = FineTuningRuns.builder(
                        journal,
                        data,
                        listening(ScriptedTrainingPipeline.of(time, JobScript.succeeding(), model)),
                        registry)
                .evaluation(task -> {
                    measured.addAll(task.test());
                    return RunEvaluation.Result.of(List.of());
                })
                .clock(time)
                .sleeper(time)
                .build();
    }

    private TrainingPipeline listening(TrainingPipeline pipeline) {
        return (TrainingPipeline) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {TrainingPipeline.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("start")) {
                        sent.add((TrainingRequest) arguments[0]);
                    }
                    try {
                        return method.invoke(pipeline, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Takes those whose creation was never sent to their end, oldest first, and says what was sent. */
    List<TrainingRequest> finish() throws InterruptedException {
        List<FineTuningRun> newestFirst = runs.runs(RunQuery.ALL);
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            FineTuningRun run = newestFirst.get(i);
            if (NOT_SENT.contains(run.name())) {
                runs.await(run.id());
            }
        }
        return List.copyOf(sent);
    }

    FineTuningRuns runs() {
        return runs;
    }

    /** The examples that models were measured on. */
    List<Example> measured() {
        return List.copyOf(measured);
    }

    /** The examples held back for the evaluation of the run {@code open-evaluate}: one of each kind. */
    static List<Example> heldBack() {
        List<Tool> tools = List.of(Tool.of("find", "finds it", Map.of("type", "object")));
        ExampleInfo info = new ExampleInfo(
                Map.of("category", "shipping"),
                new Provenance(Provenance.Kind.PRODUCTION, new Origin("calls.csv", 4_000_000_000L, 12)),
                Optional.of(new Validation("jana", Instant.parse("2026-01-02T03:04:05.678Z"))),
                Map.of("ticket", "T-7"));
        List<Message> question = List.of(Message.user("where is it? \uD83D\uDE00"));
        return List.of(
                new ChatExample(
                        List.of(
                                question.get(0),
                                Message.assistant(List.of(ToolCall.of("call00001", "find", "{\"id\":7}"))),
                                Message.tool("call00001", "here"),
                                Message.assistant("here").withWeight(0.0)),
                        tools,
                        info),
                new PreferenceExample(
                        question,
                        List.of(Message.assistant("here")),
                        List.of(Message.assistant("no")),
                        tools,
                        info.withProvenance(new Provenance(Provenance.Kind.SYNTHETIC, new Origin("made", 0, 3)))),
                // a prompt's other fields are its reference: that commit kept no extras beside them
                new PromptExample(
                        question,
                        tools,
                        Map.of("answer", "here", "points", 3),
                        new ExampleInfo(info.metadata(), info.provenance(), info.validation(), Map.of())),
                new RatedExample(List.of(question.get(0), Message.assistant("here")), false, tools, info),
                new TextExample(
                        "once upon a time", info.withProvenance(Provenance.human(new Origin("book.txt", 1, 1)))));
    }
}
