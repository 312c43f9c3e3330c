package dev.finetuning.review;

import dev.finetuning.example.Example;
import dev.finetuning.review.ReviewDecision.Verdict;
import dev.finetuning.review.ReviewItem.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the entries of a review queue add up to. Guarded by its owner. */
final class ReviewState {
    private final int needed;
    private final Map<String, Waiting> items = new LinkedHashMap<>();

    ReviewState(int needed) {
        this.needed = needed;
    }

    /** An item with the last words of its reviewers; once it is settled, later ones change nothing. */
    private final class Waiting {
        final String id;
        final Example example;
        final Instant at;
        final Map<String, ReviewDecision> words = new LinkedHashMap<>();

        Waiting(String id, Example example, Instant at) {
            this.id = id;
            this.example = example;
            this.at = at;
        }

        ReviewItem view() {
            return new ReviewItem(id, example, at, List.copyOf(words.values()), status());
        }

        Status status() {
            return count(Verdict.ACCEPT) >= needed
                    ? Status.ACCEPTED
                    : count(Verdict.REJECT) >= needed ? Status.REJECTED : Status.OPEN;
        }

        private long count(Verdict verdict) {
            return words.values().stream()
                    .filter(word -> word.verdict() == verdict)
                    .count();
        }
    }

    boolean holds(String id) {
        return items.containsKey(id);
    }

    void submitted(String id, Example example, Instant at) {
        items.putIfAbsent(id, new Waiting(id, example, at));
    }

    void decided(String id, ReviewDecision decision) {
        Waiting item = items.get(id);
        if (item != null && item.status() == Status.OPEN) {
            item.words.put(decision.reviewer(), decision);
        }
    }

    Optional<ReviewItem> item(String id) {
        return Optional.ofNullable(items.get(id)).map(Waiting::view);
    }

    List<ReviewItem> all() {
        List<ReviewItem> all = new ArrayList<>();
        items.values().forEach(item -> all.add(item.view()));
        return all;
    }
}
