package dev.finetuning.recipes;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.journal.Journal;
import dev.finetuning.retraining.ContinuousTraining;
import dev.finetuning.retraining.TrainingRound;
import dev.finetuning.review.ReviewDecision.Verdict;
import dev.finetuning.review.ReviewItem;
import dev.finetuning.review.ReviewQueue;
import dev.finetuning.run.FineTuningRuns;
import java.util.Optional;
import java.util.function.Function;

/**
 * Learns every night from what people accepted during the day. Answers wait in a review queue; what is accepted joins
 * the examples of all earlier nights and is never lost by a failed job; the gates of the runs decide whether the new
 * version serves. All of it is in the journal, so any process may do any part.
 */
public final class NightlyRetraining {
    private final ReviewQueue review;
    private final ContinuousTraining training;

    /**
     * Uses runs that evaluate against the version in production and promote what is no worse; see {@link
     * DeployIfBetter}.
     */
    public NightlyRetraining(String name, String baseModel, Journal journal, FineTuningRuns runs) {
        review = ReviewQueue.of(name, journal);
        training = ContinuousTraining.builder(name, baseModel, journal, runs).build();
    }

    /** An answer that was given to a customer: it waits for a person. */
    public void answered(String question, ChatReply reply) {
        review.submit(ChatExample.of(Message.user(question), reply.message()));
    }

    /**
     * A person goes through what waits.
     *
     * @param right the answer that a question should have got, as the reviewer knows it; empty to reject the question
     */
    public void review(String reviewer, Function<ChatExample, Optional<String>> right) {
        for (ReviewItem item : review.next(reviewer, 1_000)) {
            ChatExample example = (ChatExample) item.example();
            String given = example.messages().get(example.messages().size() - 1).text();
            Optional<String> answer = right.apply(example);
            if (answer.isEmpty()) {
                review.decide(item.id(), reviewer, Verdict.REJECT, "not a question for us");
            } else if (answer.get().equals(given)) {
                review.decide(item.id(), reviewer, Verdict.ACCEPT, "");
            } else {
                review.correct(item.id(), reviewer, answer.get(), "wrong answer");
            }
        }
    }

    /** Trains with what was accepted since the last night and waits; from any scheduler. Says what came of it. */
    public String night() throws InterruptedException {
        training.addAll(review.accepted());
        return training.train("nightly").map(NightlyRetraining::told).orElse("nothing new to learn");
    }

    private static String told(TrainingRound round) {
        return "round " + round.number() + " "
                + round.version().map(version -> "made version " + version).orElse("made no version") + ", "
                + (round.promoted() ? "which serves now" : "which does not serve: " + round.note());
    }
}
