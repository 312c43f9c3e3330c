package dev.finetuning.benchmarks;

import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.local.LocalSettings;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The local provider on banking77 against LIBLINEAR's logistic regression (L2R_LR, C = 10) over word uni-
 * and bigrams and character 3- and 4-grams in 2^18 buckets: time to train, accuracy on the test file, and
 * how far the median answer stays below a millisecond. Data is read from {@code shared/data/banking77}
 * beside or above the working directory.
 */
final class LocalArea implements Area {
    private static final double C = 10;
    private static final double EPSILON = 0.01;
    private static final double MILLISECOND = 1e6;

    @Override
    public String name() {
        return "local";
    }

    @Override
    public Map<String, Double> ratios() throws IOException {
        List<Intent> train = Intent.read("train.csv");
        List<Intent> test = Intent.read("test.csv");
        Path folder = Files.createTempDirectory("local-bench");
        try (LocalTrainingPipeline pipeline = new LocalTrainingPipeline(
                LocalSettings.builder(folder).executor(Runnable::run).build())) {
            local(pipeline, train, test); // warms up
            Outcome ours = local(pipeline, train, test);
            Outcome theirs = liblinear(train, test);
            System.err.printf("local %s%nliblinear %s%n", ours, theirs);
            Map<String, Double> ratios = new LinkedHashMap<>();
            ratios.put("local.training_speed_vs_liblinear", theirs.seconds() / ours.seconds());
            ratios.put("local.accuracy_vs_liblinear", ours.accuracy() / theirs.accuracy());
            ratios.put("local.median_answers_per_millisecond", MILLISECOND / ours.medianNanos());
            return ratios;
        } finally {
            Folders.delete(folder);
        }
    }

    private static Outcome local(LocalTrainingPipeline pipeline, List<Intent> train, List<Intent> test) {
        TrainingFile file = pipeline.upload(TrainingData.of(
                "banking77",
                train.stream()
                        .map(each -> ChatExample.of(Message.user(each.text()), Message.assistant(each.category())))
                        .toList()));
        long start = System.nanoTime();
        String id = pipeline.start(TrainingRequest.builder(LocalTrainingPipeline.AUTO, file)
                        .build())
                .model()
                .orElseThrow();
        double seconds = (System.nanoTime() - start) / 1e9;
        ChatModel model = pipeline.chatModel(id);
        long[] nanos = new long[test.size()];
        int right = 0;
        for (int i = 0; i < nanos.length; i++) {
            long asked = System.nanoTime();
            String answer = model.ask(ChatRequest.of(test.get(i).text())).text();
            nanos[i] = System.nanoTime() - asked;
            right += answer.equals(test.get(i).category()) ? 1 : 0;
        }
        Arrays.sort(nanos);
        return new Outcome(seconds, (double) right / test.size(), nanos[nanos.length / 2]);
    }

    private static Outcome liblinear(List<Intent> train, List<Intent> test) {
        long start = System.nanoTime();
        HashedVectors vectors =
                new HashedVectors(train.stream().map(Intent::text).toList());
        List<String> labels =
                train.stream().map(Intent::category).distinct().sorted().toList();
        Problem problem = new Problem();
        problem.l = train.size();
        problem.n = HashedVectors.BUCKETS;
        problem.x = vectors.of(train.stream().map(Intent::text).toList());
        problem.y = train.stream()
                .mapToDouble(each -> labels.indexOf(each.category()))
                .toArray();
        Linear.disableDebugOutput();
        Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, C, EPSILON));
        double seconds = (System.nanoTime() - start) / 1e9;
        long right = test.stream()
                .filter(each -> labels.get((int) Linear.predict(model, vectors.of(each.text())))
                        .equals(each.category()))
                .count();
        return new Outcome(seconds, (double) right / test.size(), 0);
    }

    private record Outcome(double seconds, double accuracy, long medianNanos) {}
}
