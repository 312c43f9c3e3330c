package dev.finetuning.quality.near;

import dev.finetuning.example.Origin;
import java.util.ArrayList;
import java.util.List;

/**
 * A group of examples with nearly the same content.
 *
 * @param kept the one to keep
 * @param others the others
 */
public record NearGroup(Member kept, List<Member> others) {
    /** Copies the list. */
    public NearGroup {
        others = List.copyOf(others);
    }

    /** All of them, the one to keep first. */
    List<Member> members() {
        List<Member> members = new ArrayList<>(others.size() + 1);
        members.add(kept);
        members.addAll(others);
        return members;
    }

    /**
     * One example of a group.
     *
     * @param index its position among the examples, counted from 0
     * @param origin where it came from
     */
    public record Member(int index, Origin origin) {}
}
