package dev.finetuning.console.view;

import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.quality.remedy.Change;
import dev.finetuning.quality.remedy.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * What a remedy does to one example.
 *
 * @param row its number
 * @param dropped whether it is left out
 * @param reasons why
 * @param messages its messages, with what is removed and added
 */
public record ChangeView(long row, boolean dropped, List<String> reasons, List<ChangedMessage> messages) {
    /** Copies the lists. */
    public ChangeView {
        reasons = List.copyOf(reasons);
        messages = List.copyOf(messages);
    }

    /**
     * One message.
     *
     * @param role who speaks
     * @param words the text, word by word
     */
    public record ChangedMessage(String role, List<WordDiff.Piece> words) {
        /** Copies the list. */
        public ChangedMessage {
            words = List.copyOf(words);
        }
    }

    /** What templates show of it. */
    public static ChangeView of(Change change) {
        List<ChangedMessage> messages = new ArrayList<>();
        List<Message> after = change.after().map(Example::messages).orElse(List.of());
        List<Message> before = change.before().messages();
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            String was = i < before.size() ? before.get(i).text() : "";
            String is = i < after.size() ? after.get(i).text() : "";
            Message spoken = i < before.size() ? before.get(i) : after.get(i);
            List<WordDiff.Piece> words = change.dropped()
                    ? List.of(new WordDiff.Piece(WordDiff.Kind.REMOVED, was))
                    : WordDiff.between(was, is);
            messages.add(new ChangedMessage(spoken.role().wireName(), words));
        }
        return new ChangeView(
                change.origin().row(),
                change.dropped(),
                change.reasons().stream().map(Reason::message).toList(),
                messages);
    }
}
