package dev.finetuning.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearTrainingTest {
    private static final Hyperparameters SHORT = Hyperparameters.AUTO.withEpochs(6);

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

    private TrainingJob train(List<ChatExample> examples, Hyperparameters how, long seed) {
        return pipeline.start(TrainingRequest.builder(LocalTrainingPipeline.LINEAR, Tuning.upload(pipeline, examples))
                .hyperparameters(how)
                .seed(seed)
                .build());
    }

    private double accuracy(String model, List<ChatExample> examples) {
        LinearAnswerModel asked = (LinearAnswerModel) pipeline.chatModel(model);
        return examples.stream()
                        .filter(example -> asked.ask(
                                        ChatRequest.of(example.messages().subList(0, 1)))
                                .text()
                                .equals(example.messages().get(1).text()))
                        .count()
                / (double) examples.size();
    }

    private List<Map<String, Double>> epochs(TrainingJob job) {
        return pipeline.checkpoints(job.id()).stream().map(Checkpoint::metrics).toList();
    }

    @Test
    void train_onFourTopics_learnsThem() {
        TrainingJob job = train(Tuning.questions(200, 0, 1), SHORT, 1);

        assertThat(accuracy(job.model().orElseThrow(), Tuning.questions(100, 0, 2)))
                .isGreaterThan(0.95);
    }

    @Test
    void train_sameSeed_givesTheSameBits() {
        List<ChatExample> data = Tuning.questions(100, 0.2, 1);
        List<Map<String, Double>> first = epochs(train(data, Hyperparameters.AUTO.withEpochs(4), 7));
        List<Map<String, Double>> second = epochs(train(data, Hyperparameters.AUTO.withEpochs(4), 7));
        List<Map<String, Double>> other = epochs(train(data, Hyperparameters.AUTO.withEpochs(4), 8));

        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void train_sameSeed_givesTheSameModel() {
        List<ChatExample> data = Tuning.questions(100, 0.2, 1);
        ChatRequest question = ChatRequest.of("word1 parcel word2");
        LinearAnswerModel first = model(train(data, SHORT, 7));
        LinearAnswerModel second = model(train(data, SHORT, 7));

        assertThat(second.probabilities(question)).isEqualTo(first.probabilities(question));
    }

    private LinearAnswerModel model(TrainingJob job) {
        return (LinearAnswerModel) pipeline.chatModel(job.model().orElseThrow());
    }

    @Test
    void train_onNoise_overfitsVisibly() {
        TrainingFile valid = Tuning.upload(pipeline, Tuning.questions(200, 0.4, 2));
        TrainingJob job = pipeline.start(TrainingRequest.builder(
                        LocalTrainingPipeline.LINEAR, Tuning.upload(pipeline, Tuning.questions(80, 0.4, 1)))
                .validationFile(valid)
                .hyperparameters(Hyperparameters.AUTO.withEpochs(40))
                .build());
        List<Map<String, Double>> curve = epochs(job);
        double best = curve.stream()
                .mapToDouble(each -> each.get(Metrics.FULL_VALID_LOSS))
                .min()
                .orElseThrow();
        Map<String, Double> last = curve.get(curve.size() - 1);

        assertThat(last.get(Metrics.TRAIN_ACCURACY)).isEqualTo(1);
        assertThat(last.get(Metrics.FULL_VALID_ACCURACY)).isLessThan(0.8);
        assertThat(last.get(Metrics.FULL_VALID_LOSS)).isGreaterThan(best * 1.1);
        assertThat(last.get(Metrics.TRAIN_LOSS)).isLessThan(curve.get(0).get(Metrics.TRAIN_LOSS) / 5);
    }

    @Test
    void train_withLearningRateMultipliers_movesFasterWithMore() {
        List<ChatExample> data = Tuning.questions(200, 0, 1);
        double slow = lossAfterOneEpoch(data, 0.05);
        double normal = lossAfterOneEpoch(data, 1);

        assertThat(slow).isGreaterThan(normal).isCloseTo(Math.log(4), within(0.2));
    }

    private double lossAfterOneEpoch(List<ChatExample> data, double multiplier) {
        Hyperparameters how = Hyperparameters.AUTO.withEpochs(1).withLearningRateMultiplier(multiplier);
        return epochs(train(data, how, 1)).get(0).get(Metrics.TRAIN_LOSS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 5_000})
    void train_withABatchSize_takesTheStepsThatFollowFromIt(int batchSize) {
        Hyperparameters how = Hyperparameters.AUTO.withEpochs(3).withBatchSize(batchSize);
        TrainingJob job = train(Tuning.questions(100, 0, 1), how, 1);
        List<Checkpoint> checkpoints = pipeline.checkpoints(job.id());

        int perEpoch = (100 + batchSize - 1) / batchSize;
        assertThat(checkpoints)
                .extracting(Checkpoint::step)
                .containsExactly((long) perEpoch, 2L * perEpoch, 3L * perEpoch);
    }

    @Test
    void checkpoint_ofEachEpoch_canBeAsked() {
        TrainingJob job = train(Tuning.questions(200, 0.1, 1), Hyperparameters.AUTO.withEpochs(3), 1);

        assertThat(pipeline.checkpoints(job.id())).hasSize(3).allSatisfy(checkpoint -> {
            assertThat(accuracy(checkpoint.modelId().orElseThrow(), Tuning.questions(50, 0, 3)))
                    .isGreaterThan(0.5);
        });
        assertThat(pipeline.models().list()).hasSize(1);
    }

    @Test
    void checkpoints_beyondThoseKept_loseTheirModel() {
        try (LocalTrainingPipeline sparing = new LocalTrainingPipeline(LocalSettings.builder(folder)
                .executor(Runnable::run)
                .keptCheckpoints(1)
                .build())) {
            TrainingJob job = Tuning.train(sparing, LocalTrainingPipeline.LINEAR, Tuning.questions(40, 0, 1), 3);

            assertThat(sparing.checkpoints(job.id()))
                    .extracting(checkpoint -> checkpoint.modelId().isPresent())
                    .containsExactly(false, false, true);
        }
    }

    @Test
    void train_onwardsFromAModel_keepsOldAnswersAndLearnsNewOnes() {
        TrainingJob first = train(Tuning.questions(200, 0, 1), SHORT, 1);
        List<ChatExample> more = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            more.add(ChatExample.of(Message.user("the voucher number " + i), Message.assistant("voucher")));
        }
        more.addAll(Tuning.questions(40, 0, 5));
        TrainingJob second = Tuning.train(pipeline, first.model().orElseThrow(), more, 5);
        LinearAnswerModel model = model(second);

        assertThat(second.baseModel()).isEqualTo(first.model().orElseThrow());
        assertThat(model.ask(ChatRequest.of("my voucher")).text()).isEqualTo("voucher");
        assertThat(accuracy(second.model().orElseThrow(), Tuning.questions(100, 0, 2)))
                .isGreaterThan(0.95);
        assertThat(epochs(second).get(0).get(Metrics.TRAIN_LOSS))
                .isLessThan(epochs(first).get(0).get(Metrics.TRAIN_LOSS));
    }

    @Test
    void train_onAConstantSystemPrompt_ignoresIt() {
        String prompt = "You are a support agent. Classify the question. ".repeat(20);
        List<ChatExample> plain = Tuning.questions(100, 0, 1);
        List<ChatExample> prompted = plain.stream()
                .map(example -> ChatExample.of(
                        Message.system(prompt),
                        example.messages().get(0),
                        example.messages().get(1)))
                .toList();

        TrainingJob job = train(prompted, SHORT, 1);
        List<ChatExample> asked = Tuning.questions(100, 0, 2);
        assertThat(accuracy(job.model().orElseThrow(), asked)).isGreaterThan(0.95);
    }

    @Test
    void probabilities_ofAQuestion_sumUpToOneLikeliestFirst() {
        LinearAnswerModel model = model(train(Tuning.questions(100, 0, 1), SHORT, 1));
        ChatRequest question = ChatRequest.of("about my refund");
        List<ScoredAnswer> answers = model.probabilities(question);

        assertThat(answers).hasSize(4);
        assertThat(answers.stream().mapToDouble(ScoredAnswer::score).sum()).isCloseTo(1, within(1e-5));
        assertThat(answers).extracting(ScoredAnswer::score).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(answers.get(0).answer().text()).isEqualTo(model.ask(question).text());
    }

    @Test
    void train_withFewWeightsAllowed_leavesOutRareFeatures() {
        try (LocalTrainingPipeline small = new LocalTrainingPipeline(LocalSettings.builder(folder)
                .executor(Runnable::run)
                .maxWeights(1_000)
                .build())) {
            TrainingJob job = Tuning.train(small, LocalTrainingPipeline.LINEAR, Tuning.questions(200, 0, 1), 5);
            LinearAnswerModel model =
                    (LinearAnswerModel) small.chatModel(job.model().orElseThrow());

            assertThat(model.features()).isBetween(1, 250);
            assertThat(accuracy(model.id(), Tuning.questions(100, 0, 2))).isGreaterThan(0.9);
        }
    }

    @Test
    void events_ofATraining_carryMetricsByTheirCommonNames() {
        TrainingJob job = train(Tuning.questions(100, 0, 1), Hyperparameters.AUTO.withEpochs(2), 1);
        List<TrainingEvent> metrics = pipeline.events(job.id()).stream()
                .filter(event -> event.type().equals("metrics"))
                .toList();

        assertThat(metrics)
                .hasSizeGreaterThan(10)
                .allSatisfy(event -> assertThat(event.metrics())
                        .containsKeys(
                                Metrics.STEP,
                                Metrics.TOTAL_STEPS,
                                Metrics.EPOCH,
                                Metrics.TRAIN_LOSS,
                                Metrics.TRAIN_ACCURACY));
        assertThat(metrics.get(metrics.size() - 1).metrics()).containsEntry(Metrics.EPOCH, 2.0);
    }

    @Test
    void train_withAnAbsurdLearningRate_failsAsDiverged() {
        Hyperparameters how = Hyperparameters.AUTO.withEpochs(3).withLearningRateMultiplier(1e60);
        TrainingJob job = train(Tuning.questions(40, 0, 1), how, 1);

        assertThat(job.status().phase()).isEqualTo(JobPhase.FAILED);
        assertThat(job.failure().orElseThrow().code()).hasValue("diverged");
    }

    @Test
    void train_withL2_keepsProbabilitiesNearerToEven() {
        List<ChatExample> data = Tuning.questions(100, 0, 1);
        ChatRequest question = ChatRequest.of("about my refund");
        LinearAnswerModel free = model(train(data, SHORT, 1));
        LinearAnswerModel held = model(train(data, SHORT.with("l2", 0.01), 1));

        assertThat(held.probabilities(question).get(0).score())
                .isLessThan(free.probabilities(question).get(0).score() - 0.05);
    }
}
