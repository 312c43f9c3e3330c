package dev.finetuning.schema;

import dev.finetuning.schema.SchemaProblem.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Finds schemas that lead back to themselves without looking deeper into the value, which would never end, and
 * chains of them that are too long to follow.
 */
final class SchemaChains {
    private static final int OPEN = -1;

    private final int longest;

    SchemaChains(int longest) {
        this.longest = longest;
    }

    /** Hears of a problem. */
    @FunctionalInterface
    interface Listener {
        void problem(String pointer, Kind kind, String why);
    }

    void check(List<SchemaNode> nodes, Listener listener) {
        int[] length = new int[nodes.size()];
        int[] next = new int[nodes.size()];
        for (SchemaNode start : nodes) {
            if (length[start.id] != 0) {
                continue;
            }
            Deque<SchemaNode> path = new ArrayDeque<>();
            path.push(start);
            length[start.id] = OPEN;
            while (!path.isEmpty()) {
                SchemaNode node = path.peek();
                if (next[node.id] < node.inPlace.size()) {
                    SchemaNode to = node.inPlace.get(next[node.id]++);
                    if (length[to.id] == OPEN) {
                        listener.problem(
                                node.pointer,
                                Kind.REFERENCE,
                                "leads back to itself without looking at a part of the value");
                        return;
                    }
                    if (length[to.id] == 0) {
                        length[to.id] = OPEN;
                        path.push(to);
                    }
                } else {
                    int most = node.inPlace.stream()
                            .mapToInt(to -> length[to.id])
                            .max()
                            .orElse(0);
                    length[node.id] = most + 1;
                    path.pop();
                }
            }
            if (length[start.id] > longest) {
                listener.problem(
                        start.pointer,
                        Kind.UNSUPPORTED,
                        "leads from one schema to the next more than " + longest + " times");
                return;
            }
        }
    }
}
