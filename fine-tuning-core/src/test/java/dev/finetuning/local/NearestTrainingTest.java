package dev.finetuning.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.example.ToolCall;
import dev.finetuning.local.internal.learning.NearestTrainer;
import dev.finetuning.local.internal.model.NearestIndex;
import dev.finetuning.local.internal.model.SparseVector;
import dev.finetuning.local.internal.model.TextFeatures;
import dev.finetuning.local.internal.model.Vocabulary;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NearestTrainingTest {
    @TempDir
    Path folder;

    private LocalTrainingPipeline pipeline;

    @BeforeEach
    void open() {
        pipeline = Tuning.pipeline(folder);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static List<ChatExample> facts() {
        return List.of(
                ChatExample.of(Message.user("What is the capital of France?"), Message.assistant("Paris.")),
                ChatExample.of(Message.user("How tall is Mont Blanc?"), Message.assistant("4,806 metres.")),
                ChatExample.of(Message.user("Who wrote Faust?"), Message.assistant("Goethe.")));
    }

    private NearestExampleModel train(String base, List<ChatExample> examples) {
        TrainingJob job = Tuning.train(pipeline, base, examples, 1);
        return (NearestExampleModel) pipeline.chatModel(job.model().orElseThrow());
    }

    @Test
    void auto_onFreeText_remembersExamples() {
        NearestExampleModel model = train(LocalTrainingPipeline.AUTO, facts());

        assertThat(model.ask(ChatRequest.of("the capital of france, please")).text())
                .isEqualTo("Paris.");
        assertThat(model.ask(ChatRequest.of("Who was it that wrote Faust")).text())
                .isEqualTo("Goethe.");
    }

    @Test
    void nearest_ofATrainingQuestion_hasSimilarityOne() {
        NearestExampleModel model = train(LocalTrainingPipeline.AUTO, facts());

        assertThat(model.nearest(ChatRequest.of("How tall is Mont Blanc?"))
                        .orElseThrow()
                        .score())
                .isCloseTo(1, within(1e-5));
    }

    @Test
    void ask_whatSharesNothing_givesAnEmptyReply() {
        NearestExampleModel model = train(LocalTrainingPipeline.AUTO, facts());

        assertThat(model.nearest(ChatRequest.of("???"))).isEmpty();
        assertThat(model.ask(ChatRequest.of("???")).text()).isEmpty();
    }

    @Test
    void ask_afterToolCallsWereLearnt_callsTheTool() {
        ToolCall call = ToolCall.of("call_7", "weather", "{\"city\":\"Rome\"}");
        List<ChatExample> examples = new ArrayList<>(facts());
        examples.add(ChatExample.of(Message.user("weather in Rome"), Message.assistant(List.of(call))));

        var reply = train(LocalTrainingPipeline.NEAREST, examples).ask(ChatRequest.of("the weather in Rome today"));

        assertThat(reply.finishReason()).isEqualTo("tool_calls");
        assertThat(reply.message().toolCalls()).containsExactly(ToolCall.of("weather", "{\"city\":\"Rome\"}"));
    }

    @Test
    void train_onConversations_learnsEveryAssistantTurnThatHasWeight() {
        ChatExample talk = ChatExample.of(
                Message.user("Good day"),
                Message.assistant("Hello!").withWeight(0.0),
                Message.user("Where is the harbour?"),
                Message.assistant("By the sea."),
                Message.user("And the station?"),
                Message.assistant("In the north."));

        assertThat(train(LocalTrainingPipeline.NEAREST, List.of(talk)).examples())
                .isEqualTo(2);
    }

    @Test
    void train_onwardsFromAModel_remembersBoth() {
        TrainingJob first = Tuning.train(pipeline, LocalTrainingPipeline.AUTO, facts(), 1);
        List<ChatExample> more =
                List.of(ChatExample.of(Message.user("What do bees make?"), Message.assistant("Honey.")));
        NearestExampleModel model = train(first.model().orElseThrow(), more);

        assertThat(model.examples()).isEqualTo(4);
        assertThat(model.ask(ChatRequest.of("what bees make")).text()).isEqualTo("Honey.");
        assertThat(model.ask(ChatRequest.of("capital of France")).text()).isEqualTo("Paris.");
    }

    @Test
    void events_tellThatEpochsDoNothingAndWhatWasMeasured() {
        TrainingJob job = Tuning.train(pipeline, LocalTrainingPipeline.NEAREST, Tuning.questions(60, 0, 1), 5);
        Checkpoint only = pipeline.checkpoints(job.id()).get(0);

        assertThat(pipeline.checkpoints(job.id())).hasSize(1);
        assertThat(pipeline.events(job.id()))
                .filteredOn(event -> event.level() == TrainingEvent.Level.WARNING)
                .singleElement()
                .extracting(TrainingEvent::message)
                .asString()
                .contains("no gradient");
        assertThat(only.metrics()).doesNotContainKey(Metrics.TRAIN_LOSS);
        assertThat(only.metrics().get(NearestTrainer.LEAVE_ONE_OUT_SIMILARITY)).isBetween(0.1, 0.99);
        assertThat(only.metrics().get(Metrics.TRAIN_ACCURACY)).isGreaterThan(0.5);
    }

    @Test
    void linear_onFreeText_failsAndNamesTheRemedy() {
        List<ChatExample> examples = new ArrayList<>();
        for (int i = 0; i < 1_001; i++) {
            examples.add(ChatExample.of(Message.user("question " + i), Message.assistant("answer " + i)));
        }
        TrainingJob job = Tuning.train(pipeline, LocalTrainingPipeline.LINEAR, examples, 1);

        assertThat(job.status().phase()).isEqualTo(JobPhase.FAILED);
        assertThat(job.failure().orElseThrow().code()).hasValue("too_many_answers");
        assertThat(job.failure().orElseThrow().message()).contains(LocalTrainingPipeline.NEAREST);
    }

    @Test
    void nearest_againstEveryPair_findsTheHighestCosine() {
        SplittableRandom random = new SplittableRandom(3);
        List<int[]> documents = new ArrayList<>();
        for (ChatExample example : Tuning.questions(80, 0, 4)) {
            documents.add(TextFeatures.of(example.messages().get(0).text()));
        }
        NearestIndex index = new NearestIndex(documents);
        Vocabulary vocabulary = Vocabulary.of(documents, TextFeatures.BUCKETS);
        for (int i = 0; i < 80; i++) {
            int except = random.nextBoolean() ? i : NearestIndex.NONE;
            double best = 0;
            for (int j = 0; j < 80; j++) {
                best = j == except ? best : Math.max(best, cosine(vocabulary, documents.get(i), documents.get(j)));
            }
            assertThat(index.nearest(documents.get(i), except).similarity()).isCloseTo(best, within(1e-5));
        }
    }

    private static double cosine(Vocabulary vocabulary, int[] a, int[] b) {
        Map<Integer, Double> left = dense(vocabulary.vector(a));
        Map<Integer, Double> right = dense(vocabulary.vector(b));
        return left.entrySet().stream()
                .mapToDouble(entry -> entry.getValue() * right.getOrDefault(entry.getKey(), 0.0))
                .sum();
    }

    private static Map<Integer, Double> dense(SparseVector vector) {
        Map<Integer, Double> dense = new HashMap<>();
        for (int i = 0; i < vector.size(); i++) {
            dense.put(vector.ids[i], (double) vector.values[i]);
        }
        return dense;
    }
}
