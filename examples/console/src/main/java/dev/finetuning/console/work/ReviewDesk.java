package dev.finetuning.console.work;

import dev.finetuning.console.access.Caller;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.shelf.ExampleEdits;
import dev.finetuning.example.Example;
import dev.finetuning.review.ReviewDecision.Verdict;
import dev.finetuning.review.ReviewItem;
import dev.finetuning.review.ReviewQueue;
import java.util.List;
import java.util.Optional;

/** Examples that wait for people. Thread-safe. */
public final class ReviewDesk {
    private final ReviewQueue queue;

    ReviewDesk(ReviewQueue queue) {
        this.queue = queue;
    }

    /** What waits for somebody, oldest first. */
    public List<ReviewItem> waiting(Caller caller, int limit) {
        return queue.next(caller.who(), limit);
    }

    /** How many wait. */
    public long open() {
        return openItems().size();
    }

    /** Those that wait, for whomever, oldest first. */
    List<ReviewItem> openItems() {
        return queue.items().stream()
                .filter(item -> item.status() == ReviewItem.Status.OPEN)
                .toList();
    }

    /** What was accepted so far. */
    public List<Example> accepted() {
        return queue.accepted();
    }

    /** Submits an example with the fields {@code system}, {@code user}, {@code assistant} and {@code category}. */
    public ReviewItem submit(Fields fields) {
        return queue.item(queue.submit(ExampleEdits.example(fields)));
    }

    /** Submits an example. */
    public ReviewItem submit(Example example) {
        return queue.item(queue.submit(example));
    }

    /** Decides; an acceptance with a field {@code answer} corrects the answer. */
    public ReviewItem decide(String id, boolean accepted, Fields fields, Caller caller) {
        ReviewItem item = queue.items().stream()
                .filter(known -> known.id().equals(id))
                .findFirst()
                .orElseThrow(() -> RefusedException.notFound("example in the queue"));
        String why = fields.text("why", 500).orElse(accepted ? "accepted" : "rejected");
        Optional<String> answer = fields.text("answer").filter(text -> !text.equals(answerOf(item.example())));
        try {
            return accepted && answer.isPresent()
                    ? queue.correct(id, caller.who(), answer.get(), why)
                    : queue.decide(id, caller.who(), accepted ? Verdict.ACCEPT : Verdict.REJECT, why);
        } catch (IllegalArgumentException e) {
            throw RefusedException.invalid("decision", String.valueOf(e.getMessage()));
        }
    }

    /** The last message's text. */
    public static String answerOf(Example example) {
        return example.messages().get(example.messages().size() - 1).text();
    }
}
