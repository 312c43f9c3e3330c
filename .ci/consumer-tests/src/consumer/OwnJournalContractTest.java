package consumer;

import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalContractTest;

/** A contract extended from another package, as outside this project. */
class OwnJournalContractTest extends JournalContractTest {
    private final InMemoryJournal journal = new InMemoryJournal();

    @Override
    protected Journal open() {
        return journal;
    }
}
