package dev.finetuning.quality.near;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Joins pairs to groups (union-find with path halving). */
final class Groups {
    private final int[] parents;

    Groups(int size) {
        parents = new int[size];
        for (int i = 0; i < size; i++) {
            parents[i] = i;
        }
    }

    boolean together(int left, int right) {
        return root(left) == root(right);
    }

    void join(int left, int right) {
        int first = Math.min(root(left), root(right));
        int second = Math.max(root(left), root(right));
        parents[second] = first;
    }

    /** Every group of at least two, members in ascending order, groups by their first member. */
    List<List<Integer>> all() {
        Map<Integer, List<Integer>> groups = new TreeMap<>();
        for (int member = 0; member < parents.length; member++) {
            int root = root(member);
            if (root != member) {
                groups.computeIfAbsent(root, first -> new ArrayList<>(List.of(first)))
                        .add(member);
            }
        }
        return List.copyOf(groups.values());
    }

    /** The first member of a member's group. */
    int root(int member) {
        int node = member;
        while (parents[node] != node) {
            parents[node] = parents[parents[node]];
            node = parents[node];
        }
        return node;
    }
}
