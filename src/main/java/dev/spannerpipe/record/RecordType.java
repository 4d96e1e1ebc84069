package dev.spannerpipe.record;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The components and the constructor of a Java record class. They are looked up once per class,
/// because a long run has thousands of events.
///
/// @param constructor the constructor that has all components as parameters
record RecordType(List<RecordComponent> components, Constructor<?> constructor) {
  private static final ClassValue<RecordType> KNOWN =
      new ClassValue<>() {
        @Override
        protected RecordType computeValue(Class<?> type) {
          return lookUp(type);
        }
      };

  static RecordType of(Class<?> type) {
    return KNOWN.get(type);
  }

  private static RecordType lookUp(Class<?> type) {
    List<RecordComponent> components = List.of(type.getRecordComponents());
    try {
      Class<?>[] types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
      return new RecordType(components, type.getDeclaredConstructor(types));
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static boolean mayBeNull(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  static @Nullable Object value(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  Object make(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
