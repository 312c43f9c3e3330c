package dev.finetuning.quality;

import dev.finetuning.example.Example;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs checks over examples that are dealt out to pieces, the last piece first, and puts together what they say. */
final class InPieces {
    private record Placed<T>(int position, int check, T what) {}

    private record Topic(int check, String name) {}

    private static final int BEHIND = Integer.MAX_VALUE;

    private final CheckPieces checks;
    private final List<Placed<Finding>> findings = new ArrayList<>();
    private final List<Placed<Noting.Note>> notes = new ArrayList<>();

    private InPieces(CheckPieces checks) {
        this.checks = checks;
    }

    static List<Finding> findings(CheckPieces checks, List<Example> examples, int pieces) {
        InPieces run = new InPieces(checks);
        for (int piece = pieces - 1; piece >= 0; piece--) {
            CheckPieces.Piece looking = checks.begin();
            for (int at = piece; at < examples.size(); at += pieces) {
                run.look(looking, examples.get(at), at);
            }
        }
        run.judge();
        run.findings.sort(Comparator.comparingInt((Placed<Finding> found) -> found.position())
                .thenComparingInt(Placed::check));
        return run.findings.stream().map(Placed::what).toList();
    }

    private void look(CheckPieces.Piece piece, Example example, int at) {
        piece.look(example, noted -> notes.add(new Placed<>(at, noted.check(), noted.note())))
                .forEach(found -> findings.add(new Placed<>(at, found.check(), found.finding())));
    }

    private void judge() {
        notes.sort(Comparator.comparingInt(Placed::position));
        int[] at = new int[1];
        Map<Topic, Noting.Judgement> judgements = new LinkedHashMap<>();
        for (Placed<Noting.Note> note : notes) {
            at[0] = note.position();
            judgements
                    .computeIfAbsent(new Topic(note.check(), note.what().topic()), topic -> begin(topic, at))
                    .look(note.what());
        }
        for (int check : checks.noting()) {
            if (judgements.keySet().stream().noneMatch(topic -> topic.check() == check)) {
                Topic none = new Topic(check, "");
                judgements.put(none, begin(none, at));
            }
        }
        at[0] = BEHIND;
        judgements.values().forEach(Noting.Judgement::end);
    }

    private Noting.Judgement begin(Topic topic, int[] at) {
        return checks.judge(topic.check(), finding -> findings.add(new Placed<>(at[0], topic.check(), finding)));
    }
}
