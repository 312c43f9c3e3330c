package dev.finetuning.quality;

import dev.finetuning.example.Role;
import java.util.Optional;
import java.util.function.Function;

/**
 * A place where an example may hold text, on the way to it.
 *
 * @param visit is shown each text and says what stands there from now on
 * @param list the JSON pointer of the list of messages; empty outside messages
 * @param index the message's position in that list
 * @param field the pointer from there
 * @param role who says it; empty outside messages
 */
record PassagePlace(Function<Passage, String> visit, String list, int index, String field, Optional<Role> role) {
    PassagePlace field(String deeper) {
        return new PassagePlace(visit, list, index, field + deeper, role);
    }

    /** What the visit makes of a text here. */
    String visited(String text) {
        return visit.apply(new Passage(list, index, field, role, text, false));
    }

    /** What the visit makes of a name or id here. */
    String label(String text) {
        return visit.apply(new Passage(list, index, field, role, text, true));
    }
}
