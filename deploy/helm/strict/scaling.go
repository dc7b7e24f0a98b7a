package main

import (
	autoscaling "k8s.io/api/autoscaling/v2"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// scaledObject is the part of KEDA's kind that the chart uses, so that a field beyond it is looked at before it is
// written. KEDA's own module brings every cloud's client with it.
type scaledObject struct {
	meta.TypeMeta   `json:",inline"`
	meta.ObjectMeta `json:"metadata,omitempty"`
	Spec            scaledObjectSpec `json:"spec"`
}

type scaledObjectSpec struct {
	ScaleTargetRef  scaleTarget     `json:"scaleTargetRef"`
	PollingInterval *int32          `json:"pollingInterval,omitempty"`
	CooldownPeriod  *int32          `json:"cooldownPeriod,omitempty"`
	MinReplicaCount *int32          `json:"minReplicaCount,omitempty"`
	MaxReplicaCount *int32          `json:"maxReplicaCount,omitempty"`
	Advanced        *advancedConfig `json:"advanced,omitempty"`
	Fallback        *fallback       `json:"fallback,omitempty"`
	Triggers        []scaleTrigger  `json:"triggers"`
}

type scaleTarget struct {
	APIVersion string `json:"apiVersion,omitempty"`
	Kind       string `json:"kind,omitempty"`
	Name       string `json:"name"`
}

type advancedConfig struct {
	HorizontalPodAutoscalerConfig *autoscalerConfig `json:"horizontalPodAutoscalerConfig,omitempty"`
}

type autoscalerConfig struct {
	Name     string                                       `json:"name,omitempty"`
	Behavior *autoscaling.HorizontalPodAutoscalerBehavior `json:"behavior,omitempty"`
}

type fallback struct {
	FailureThreshold int32 `json:"failureThreshold"`
	Replicas         int32 `json:"replicas"`
}

type scaleTrigger struct {
	Type              string                       `json:"type"`
	Name              string                       `json:"name,omitempty"`
	MetricType        autoscaling.MetricTargetType `json:"metricType,omitempty"`
	Metadata          map[string]string            `json:"metadata"`
	AuthenticationRef *authenticationRef           `json:"authenticationRef,omitempty"`
}

type authenticationRef struct {
	Name string `json:"name"`
	Kind string `json:"kind,omitempty"`
}

// DeepCopyObject copies what decoding needs: nothing here changes an object that was read.
func (s *scaledObject) DeepCopyObject() runtime.Object {
	copied := *s
	return &copied
}

func addScaling(known *runtime.Scheme) error {
	version := schema.GroupVersion{Group: "keda.sh", Version: "v1alpha1"}
	known.AddKnownTypeWithName(version.WithKind("ScaledObject"), &scaledObject{})
	return nil
}
