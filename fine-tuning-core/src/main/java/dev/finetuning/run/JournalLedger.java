package dev.finetuning.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.cost.Ledger;
import dev.finetuning.cost.Money;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.internal.json.StoredNames;
import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.LaterEntryException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/**
 * A ledger stored in a journal, so that a {@link dev.finetuning.cost.Budget} survives its process and is
 * shared by all processes that open the journal. Runs keep theirs under {@code label=value}; open the
 * ledger of the same account to let an evaluation draw on the same limit. Thread-safe.
 */
public final class JournalLedger implements Ledger {
    private static final StoredNames<Kind> TYPES = StoredNames.of(
            Kind.class,
            Map.of(
                    Kind.RESERVED, "budget.reserved",
                    Kind.SETTLED, "budget.settled",
                    Kind.RELEASED, "budget.released"));

    private final Journal journal;
    private final String stream;
    private final Currency currency;
    private final InstantSource time;
    private final List<Entry> known = new ArrayList<>();

    private JournalLedger(Journal journal, String account, Currency currency, InstantSource time) {
        this.journal = journal;
        this.currency = currency;
        this.time = time;
        // amounts of different currencies never meet: each has a ledger of its own
        stream = "budget:" + currency + ":" + account;
    }

    /**
     * The ledger of an account; it is created with its first entry.
     *
     * @param account the account's name, such as {@code tenant=acme}
     */
    public static JournalLedger of(Journal journal, String account, Currency currency) {
        return of(journal, account, currency, InstantSource.system());
    }

    /** The ledger of an account, with another clock. */
    public static JournalLedger of(Journal journal, String account, Currency currency, InstantSource time) {
        return new JournalLedger(journal, account, currency, time);
    }

    @Override
    public synchronized List<Entry> entries() {
        journal.forEach(stream, known.size(), entry -> known.add(read(entry)));
        return List.copyOf(known);
    }

    @Override
    public boolean append(int expectedSize, Entry entry) {
        ObjectNode body = StoredJson.object()
                .put("id", entry.id())
                .put("purpose", entry.purpose())
                .put("amount", entry.amount().amount().toPlainString());
        if (entry.fence() > 0) {
            body.put("fence", entry.fence());
        }
        String type = TYPES.of(entry.kind());
        try {
            journal.append(
                    stream, expectedSize, List.of(new JournalEntry(type, time.instant(), StoredJson.write(body))));
            return true;
        } catch (JournalConflictException e) {
            return false;
        }
    }

    private Entry read(JournalEntry entry) {
        // it may hold money, so that it cannot be skipped
        Kind kind = TYPES.find(entry.type()).orElseThrow(() -> new LaterEntryException(stream, entry.type()));
        try {
            JsonNode body = StoredJson.parse(entry.body());
            return new Entry(
                    kind,
                    StoredJson.text(body, "id"),
                    StoredJson.text(body, "purpose"),
                    Money.of(StoredJson.text(body, "amount"), currency.getCurrencyCode()),
                    body.hasNonNull("fence") ? StoredJson.whole(body, "fence") : 0);
        } catch (IllegalArgumentException e) {
            throw new CorruptJournalException(
                    stream, stream, known.size(), "an entry of type " + entry.type() + " is not readable", null);
        }
    }
}
