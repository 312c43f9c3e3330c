package dev.finetuning.local;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.local.internal.model.SparseVector;
import dev.finetuning.local.internal.model.TextFeatures;
import dev.finetuning.local.internal.model.Vocabulary;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares accuracy on banking77 with LIBLINEAR's logistic regression over the same vectors. */
@Tag("campaign")
class LiblinearOracleTest {
    private static final double POINT_AND_A_HALF = 0.015;

    @TempDir
    Path folder;

    @Test
    void auto_againstLiblinearOnTheSameVectors_isWithinOneAndAHalfPoints() throws Exception {
        List<ChatExample> train = Banking.train();
        List<ChatExample> test = Banking.test();
        double ours = ours(train, test);
        double theirs = liblinear(train, test);
        System.out.printf("local=%.4f liblinear=%.4f%n", ours, theirs);

        assertThat(ours).isGreaterThanOrEqualTo(theirs - POINT_AND_A_HALF);
    }

    private double ours(List<ChatExample> train, List<ChatExample> test) {
        try (LocalTrainingPipeline pipeline = new LocalTrainingPipeline(LocalSettings.builder(folder)
                .executor(Runnable::run)
                .keptCheckpoints(1)
                .build())) {
            String file = pipeline.upload(TrainingData.of("train", train)).id();
            ChatModel model =
                    pipeline.chatModel(pipeline.start(TrainingRequest.builder(LocalTrainingPipeline.AUTO, file)
                                    .build())
                            .model()
                            .orElseThrow());
            long right = test.stream()
                    .filter(each ->
                            model.ask(ChatRequest.of(question(each))).text().equals(answer(each)))
                    .count();
            return (double) right / test.size();
        }
    }

    private static double liblinear(List<ChatExample> train, List<ChatExample> test) {
        List<int[]> documents =
                train.stream().map(each -> TextFeatures.of(question(each))).toList();
        Vocabulary vocabulary = Vocabulary.of(documents, TextFeatures.BUCKETS);
        SortedSet<String> answers = new TreeSet<>();
        train.forEach(each -> answers.add(answer(each)));
        List<String> labels = new ArrayList<>(answers);

        Problem problem = new Problem();
        problem.l = train.size();
        problem.n = vocabulary.size();
        problem.x = documents.stream()
                .map(document -> nodes(vocabulary.vector(document)))
                .toArray(Feature[][]::new);
        problem.y =
                train.stream().mapToDouble(each -> labels.indexOf(answer(each))).toArray();
        Linear.disableDebugOutput();
        Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, 10, 0.01));
        long right = test.stream()
                .filter(each -> Linear.predict(model, nodes(vocabulary.vector(TextFeatures.of(question(each)))))
                        == labels.indexOf(answer(each)))
                .count();
        return (double) right / test.size();
    }

    private static Feature[] nodes(SparseVector vector) {
        return IntStream.range(0, vector.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> vector.ids[i]))
                .map(i -> new FeatureNode(vector.ids[i] + 1, vector.values[i]))
                .toArray(Feature[]::new);
    }

    private static String question(ChatExample example) {
        return example.messages().get(0).text();
    }

    private static String answer(ChatExample example) {
        return example.messages().get(1).text();
    }
}
