package dev.muster.group;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a group knows of one member beside the throwable itself. */
record Tag(@Nullable String label, @Nullable String remark) implements Serializable {

    static @Nullable Tag @Nullable [] arrayOf(List<@Nullable Tag> tags) {
        return tags.stream().allMatch(Objects::isNull) ? null : tags.toArray(new Tag[0]);
    }

    @Override
    public String toString() {
        if (label == null || remark == null) {
            return String.valueOf(label == null ? remark : label);
        }
        return label + ", " + remark;
    }
}
