package dev.finetuning.format.writing;

import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.ToolCall;
import dev.finetuning.internal.content.Sha256;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ids of tool calls as Mistral wants them: nine letters and digits. New ids come from a hash of the call
 * and its place, so that the same conversation always gets the same ones; an answer gets the id of the
 * call it answers.
 */
public final class ToolCallIds {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9]{9}");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 9;

    private final boolean strict;
    private final Set<String> taken = new HashSet<>();
    private final Deque<Pending> pending = new ArrayDeque<>();

    private ToolCallIds(boolean strict) {
        this.strict = strict;
    }

    /** Whether an id has the wanted form. */
    public static boolean wellFormed(String id) {
        return FORM.matcher(id).matches();
    }

    /** The same for an example's conversation; the same example where there is nothing to fill in. */
    static Example completed(Example example) {
        List<Message> messages = example.messages();
        List<Message> completed = completed(messages);
        return completed.equals(messages) ? example : example.withMessages(completed);
    }

    /** Fills in ids where there are none; the same list where there is nothing to fill in. */
    public static List<Message> completed(List<Message> messages) {
        return changed(messages, false);
    }

    /** Replaces ids that are missing or of another form, and those that two calls of a message share. */
    public static List<Message> renewed(List<Message> messages) {
        return changed(messages, true);
    }

    private static List<Message> changed(List<Message> messages, boolean strict) {
        ToolCallIds ids = new ToolCallIds(strict);
        List<Message> changed = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            changed.add(ids.next(messages.get(i), i));
        }
        return changed.equals(messages) ? messages : changed;
    }

    private Message next(Message message, int index) {
        if (message.role() == Role.TOOL) {
            return answer(message);
        }
        if (message.toolCalls().isEmpty()) {
            return message;
        }
        pending.clear();
        taken.clear();
        List<ToolCall> calls = new ArrayList<>();
        for (ToolCall call : message.toolCalls()) {
            String id = idFor(call, index + "/" + calls.size());
            pending.add(new Pending(call.id(), id));
            calls.add(call.withId(id));
        }
        return message.withToolCalls(calls);
    }

    private String idFor(ToolCall call, String place) {
        String id = call.id().orElse(null);
        if (id != null && (!strict || (wellFormed(id) && taken.add(id)))) {
            return id;
        }
        String made = made(place + "\n" + call.name() + "\n" + call.arguments());
        for (int attempt = 1; !taken.add(made); attempt++) {
            made = made(place + "\n" + attempt + "\n" + call.arguments());
        }
        return made;
    }

    private Message answer(Message message) {
        Pending call = waiting(message.toolCallId());
        if (call == null) {
            return message;
        }
        pending.remove(call);
        return message.withToolCallId(call.id);
    }

    /** The waiting call of that id, or else the first that had no id. */
    private @Nullable Pending waiting(Optional<String> named) {
        if (named.isEmpty()) {
            return pending.peek();
        }
        Optional<Pending> same =
                pending.stream().filter(call -> named.equals(call.old)).findFirst();
        return same.or(() -> pending.stream().filter(call -> call.old.isEmpty()).findFirst())
                .orElse(null);
    }

    private static String made(String seed) {
        byte[] hash = Sha256.of(seed);
        StringBuilder id = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(Math.floorMod(hash[i * 2] << 8 | (hash[i * 2 + 1] & 0xff), ALPHABET.length())));
        }
        return id.toString();
    }

    /** A call that waits for its answer. */
    private static final class Pending {
        private final Optional<String> old;
        private final String id;

        Pending(Optional<String> old, String id) {
            this.old = old;
            this.id = id;
        }
    }
}
