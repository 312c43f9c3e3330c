package dev.finetuning.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Validation;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.internal.json.StoredNames;
import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.LaterEntryException;
import dev.finetuning.review.ReviewDecision.Verdict;
import dev.finetuning.review.ReviewItem.Status;
import dev.finetuning.run.internal.stored.StoredExample;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Examples and production answers that wait for a person. Each submission and each decision, with who and why, is an
 * entry in the journal when the call returns. Reviewers work blind: what they are given does not say where an example
 * came from or what others decided. Several processes may work on one queue. Thread-safe.
 *
 * <pre>{@code
 * ReviewQueue queue = ReviewQueue.of("support", journal).reviewers(2);
 * queue.submit(ChatExample.of(question, answer));
 * for (ReviewItem item : queue.next("anna", 10)) {
 *     queue.decide(item.id(), "anna", Verdict.ACCEPT, "");
 * }
 * training.addAll(queue.accepted());
 * }</pre>
 */
public final class ReviewQueue {
    private static final String SUBMITTED = "review.submitted";
    private static final String DECIDED = "review.decided";
    private static final int MAX_NAME = 200;
    private static final StoredNames<Verdict> VERDICTS =
            StoredNames.of(Verdict.class, Map.of(Verdict.ACCEPT, "accept", Verdict.REJECT, "reject"));

    private final Journal journal;
    private final String stream;
    private final int needed;
    private final InstantSource time;
    private final ReviewState state;
    private final LongSupplier sizeNow;
    private long read;
    private volatile @Nullable Items latest;

    private ReviewQueue(Journal journal, String stream, int needed, InstantSource time) {
        this.journal = journal;
        this.stream = stream;
        this.needed = needed;
        this.time = time;
        state = new ReviewState(needed);
        sizeNow = journal.sizeOf(stream);
    }

    /**
     * A queue in which one reviewer decides.
     *
     * @param name the name under which it is stored, 1 to 200 characters
     * @throws IllegalArgumentException if the name is blank or too long
     */
    public static ReviewQueue of(String name, Journal journal) {
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "a queue's name has 1 to " + MAX_NAME + " characters, not " + name.length());
        }
        return new ReviewQueue(journal, "review:" + name, 1, InstantSource.system());
    }

    /**
     * The same queue, in which so many reviewers must agree. While they do not, more are asked. All processes must
     * say the same number.
     *
     * @throws IllegalArgumentException if the number is below 1
     */
    public ReviewQueue reviewers(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("there must be at least 1 reviewer, not " + number);
        }
        return new ReviewQueue(journal, stream, number, time);
    }

    /** The same queue with another clock. */
    public ReviewQueue clock(InstantSource source) {
        return new ReviewQueue(journal, stream, needed, source);
    }

    /**
     * Hands in an example. The same content again changes nothing.
     *
     * @return the item's id
     */
    public String submit(Example example) {
        String id = Fingerprint.of(example).hex();
        synchronized (this) {
            readOn();
            if (state.holds(id)) {
                return id;
            }
        }
        append(List.of(submission(example)));
        return id;
    }

    /**
     * Open items that a reviewer has not decided, those with most decisions first, then the oldest. Without metadata,
     * origin and the decisions of others.
     *
     * @param most how many at most
     */
    public List<ReviewItem> next(String reviewer, int most) {
        return items().stream()
                .filter(item -> item.status() == Status.OPEN)
                .filter(item -> item.decisions().stream()
                        .noneMatch(decision -> decision.reviewer().equals(reviewer)))
                .sorted(Comparator.comparingInt(
                        (ReviewItem item) -> -item.decisions().size()))
                .limit(most)
                .map(item -> new ReviewItem(
                        item.id(), item.example().withInfo(ExampleInfo.NONE), item.at(), List.of(), item.status()))
                .toList();
    }

    /**
     * Decides about an item. A reviewer may decide again while it is open; once it is settled, nothing changes it.
     *
     * @param id the item's id
     * @param why the reason; a rejection needs one
     * @return the item afterwards
     * @throws IllegalArgumentException if there is no such item, no reviewer, or a rejection without a reason
     */
    public ReviewItem decide(String id, String reviewer, Verdict verdict, String why) {
        ReviewItem item = item(id);
        append(List.of(decision(item.id(), new ReviewDecision(reviewer, verdict, why, time.instant()))));
        return item(id);
    }

    /**
     * Rejects an item and hands in the same conversation with another last answer, which the reviewer accepts. Where
     * one reviewer decides, it is accepted at once; otherwise others review it like any item.
     *
     * @return the new item
     * @throws IllegalArgumentException if there is no such item, or it does not end with an assistant's answer
     */
    public ReviewItem correct(String id, String reviewer, String answer, String why) {
        Example corrected = corrected(item(id).example(), answer);
        String newId = Fingerprint.of(corrected).hex();
        Instant now = time.instant();
        String reason = why.isBlank() ? "corrected" : why;
        append(List.of(
                decision(id, new ReviewDecision(reviewer, Verdict.REJECT, reason, now)),
                submission(corrected),
                decision(newId, new ReviewDecision(reviewer, Verdict.ACCEPT, reason, now))));
        return item(newId);
    }

    private static Example corrected(Example example, String answer) {
        List<Message> messages = new ArrayList<>(example.messages());
        int last = messages.size() - 1;
        if (!(example instanceof ChatExample chat)
                || last < 0
                || messages.get(last).role() != Role.ASSISTANT) {
            throw new IllegalArgumentException("only a conversation that ends with an answer can be corrected");
        }
        messages.set(last, Message.assistant(answer));
        return new ChatExample(messages, chat.tools(), chat.info());
    }

    /** All items, oldest first, with everything that is known about them. Not for reviewers. */
    public List<ReviewItem> items() {
        Items known = latest;
        return known != null && known.size() == sizeNow.getAsLong() ? known.all() : newItems();
    }

    private synchronized List<ReviewItem> newItems() {
        readOn();
        List<ReviewItem> now = List.copyOf(state.all());
        latest = new Items(read, now);
        return now;
    }

    /** All items, as a stream of so many entries says. */
    private record Items(long size, List<ReviewItem> all) {}

    /**
     * An item with everything that is known about it. Not for reviewers.
     *
     * @throws IllegalArgumentException if there is no such item
     */
    public synchronized ReviewItem item(String id) {
        readOn();
        return state.item(id).orElseThrow(() -> new IllegalArgumentException("there is no item " + id));
    }

    /** The accepted examples, each marked as validated by those who accepted it, at the last acceptance. */
    public List<Example> accepted() {
        return items().stream()
                .filter(item -> item.status() == Status.ACCEPTED)
                .map(ReviewQueue::validated)
                .toList();
    }

    private static Example validated(ReviewItem item) {
        List<ReviewDecision> yes = item.decisions().stream()
                .filter(decision -> decision.verdict() == Verdict.ACCEPT)
                .toList();
        String by = yes.stream().map(ReviewDecision::reviewer).collect(Collectors.joining(", "));
        Instant at = yes.stream()
                .map(ReviewDecision::at)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return item.example().withInfo(item.example().info().withValidation(new Validation(by, at)));
    }

    private void append(List<JournalEntry> entries) {
        journal.append(stream, Journal.ANY_SIZE, entries);
    }

    private JournalEntry submission(Example example) {
        return new JournalEntry(SUBMITTED, time.instant(), StoredExample.line(example));
    }

    private static JournalEntry decision(String id, ReviewDecision decision) {
        ObjectNode body = StoredJson.object()
                .put("item", id)
                .put("reviewer", decision.reviewer())
                .put("verdict", VERDICTS.of(decision.verdict()))
                .put("why", decision.why());
        return new JournalEntry(DECIDED, decision.at(), StoredJson.write(body));
    }

    private void readOn() {
        read = journal.forEach(stream, read, entry -> {
            try {
                take(entry);
            } catch (IllegalArgumentException e) {
                throw new CorruptJournalException(
                        stream, stream, read, "an entry of type " + entry.type() + " is not readable", e);
            }
            read++;
        });
    }

    private void take(JournalEntry entry) {
        if (entry.type().equals(SUBMITTED)) {
            Example example = StoredExample.ofLine(stream, entry.body());
            state.submitted(Fingerprint.of(example).hex(), example, entry.at());
        } else if (entry.type().equals(DECIDED)) {
            JsonNode body = StoredJson.parse(entry.body());
            String verdict = StoredJson.text(body, "verdict");
            state.decided(
                    StoredJson.text(body, "item"),
                    new ReviewDecision(
                            StoredJson.text(body, "reviewer"),
                            VERDICTS.find(verdict).orElseThrow(() -> new LaterEntryException(stream, verdict)),
                            StoredJson.text(body, "why"),
                            entry.at()));
        } else {
            throw new LaterEntryException(stream, entry.type());
        }
    }
}
