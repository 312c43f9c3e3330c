package dev.finetuning.retraining;

import dev.finetuning.Sleeper;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.LostAnswerPolicy;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The process of {@link KilledRetrainingTest}: four threads hand in examples, a fifth one trains. */
final class KilledRetraining {
    private static final int THREADS = 4;
    private static final List<String> QUEUES = List.of("billing", "delivery", "account", "returns");

    private KilledRetraining() {}

    /** Takes a folder, the number of the first example, how many there are, and how many make a round. */
    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        AtomicInteger next = new AtomicInteger(Integer.parseInt(arguments[1]));
        int examples = Integer.parseInt(arguments[2]);
        int each = Integer.parseInt(arguments[3]);
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("local"));
                FileJournal journal = FileJournal.in(folder.resolve("journal"))) {
            ContinuousTraining training = training(folder, each, provider, journal);
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            for (int i = 0; i < THREADS; i++) {
                threads.execute(() -> handIn(training, next, examples, 2 * each));
            }
            threads.shutdown();
            boolean goesOn = true;
            while (goesOn) {
                boolean allIn = threads.awaitTermination(1, TimeUnit.MILLISECONDS);
                boolean open = training.advance()
                        .filter(round -> round.outcome() == TrainingRound.Outcome.OPEN)
                        .isPresent();
                goesOn = !allIn || open || training.waiting() >= each;
                Sleeper.system().sleep(Duration.ofMillis(1));
            }
            System.out.println("DONE");
        }
    }

    /** Hands in as long as not too many wait, so that there are rounds while examples come. */
    private static void handIn(ContinuousTraining training, AtomicInteger next, int examples, int most) {
        try {
            for (int i = next.getAndIncrement(); i < examples; i = next.getAndIncrement()) {
                while (training.waiting() >= most) {
                    Sleeper.system().sleep(Duration.ofMillis(1));
                }
                training.add(example(i));
                System.out.println("ACK " + i);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Example example(int number) {
        String queue = QUEUES.get(number % QUEUES.size());
        return ChatExample.of(Message.user("customer " + number + " asks about " + queue), Message.assistant(queue));
    }

    static ContinuousTraining training(Path folder, int each, LocalTrainingPipeline provider, FileJournal journal) {
        FineTuningRuns runs = FineTuningRuns.builder(
                        journal, folder.resolve("runs"), provider, JournaledModelRegistry.open(journal))
                .pace(PollPace.IN_PROCESS)
                // a process that is killed between intent and answer would otherwise wait a quarter of an hour
                .lostAnswer(LostAnswerPolicy.IN_PROCESS)
                .build();
        return ContinuousTraining.builder("support", LocalTrainingPipeline.LINEAR, journal, runs)
                .policy(RetrainingPolicy.afterExamples(each))
                .plan(plan -> plan.request(request -> request.hyperparameters(Hyperparameters.AUTO.withEpochs(1))))
                .pauseAfterFailure(Duration.ZERO)
                .build();
    }
}
