package dev.finetuning.quality.near;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Joins pairs to groups (union-find with path halving). */
final class Groups {
    private final Map<Integer, Integer> parents = new HashMap<>();

    boolean together(int left, int right) {
        return root(left) == root(right);
    }

    void join(int left, int right) {
        int first = Math.min(root(left), root(right));
        int second = Math.max(root(left), root(right));
        parents.put(second, first);
        parents.putIfAbsent(first, first);
    }

    /** Every group of at least two, members in ascending order. */
    List<List<Integer>> all() {
        Map<Integer, List<Integer>> groups = new TreeMap<>();
        parents.keySet().stream()
                .sorted()
                .forEach(member -> groups.computeIfAbsent(root(member), root -> new ArrayList<>())
                        .add(member));
        return List.copyOf(groups.values());
    }

    private int root(int member) {
        int node = member;
        int parent = parents.getOrDefault(node, node);
        while (parent != node) {
            int grandparent = parents.getOrDefault(parent, parent);
            parents.put(node, grandparent);
            node = grandparent;
            parent = parents.getOrDefault(node, node);
        }
        return node;
    }
}
